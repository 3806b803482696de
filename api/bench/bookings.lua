-- Bookings for wrk: every call asks for a free time of its own. The town is told by a file of the caller's.
local town = dofile(os.getenv("COMMONTIDE_BENCH_TOWN"))
local threads = {}
local counts = {}

function setup(thread)
  thread:set("number", town.from + #threads)
  table.insert(threads, thread)
end

local function moment(at)
  return os.date("!%Y-%m-%dT%H:%M:%SZ", at)
end

function request()
  local place = number % #town.places
  local keeper = number % #town.vehicles
  local start = town.first + (number - place) / #town.places * town.slot
  local times = string.format('"starts_at":"%s","ends_at":"%s"', moment(start), moment(start + town.stay))
  local what = string.format('"vehicle_id":"%s","space_id":"%s"', town.vehicles[keeper + 1], town.places[place + 1])
  if #town.rooms > 0 then
    what = string.format('"room_id":"%s","people":8', town.rooms[place + 1])
  end
  local body = "{" .. what .. "," .. times .. "}"
  local headers = {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. town.tokens[keeper + 1],
    ["Idempotency-Key"] = (#town.rooms > 0 and "wrk-room-" or "wrk-") .. number,
  }
  number = number + town.threads
  return wrk.format("POST", nil, headers, body)
end

function response(status)
  counts[status] = (counts[status] or 0) + 1
  told = ""
  for one, many in pairs(counts) do
    told = told .. " " .. one .. " " .. many
  end
end

function done(summary, latency)
  local lost = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write("@seconds ", summary.duration / 1e6, "\n@lost ", lost, "\n")
  io.write("@taken ", latency:percentile(50) / 1e3, " ", latency:percentile(99) / 1e3, " ", latency.max / 1e3, "\n")
  for _, thread in ipairs(threads) do
    io.write("@statuses", thread:get("told") or "", "\n")
  end
end
