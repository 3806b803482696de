// Draws the board of a plan from what stands in the page; without it the table tells the same.
const item = JSON.parse(document.getElementById("plot").textContent);
const place = document.getElementById("board");

Bokeh.embed.embed_item(item, place).then(() => {
  place.dataset.drawn = "yes";
});
