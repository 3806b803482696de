// Where the phone is: asked only when the button is pressed, rounded to some ten metres, and posted.
const form = document.querySelector("form.here");

function send(position) {
  form.elements.latitude.value = position.coords.latitude.toFixed(4);
  form.elements.longitude.value = position.coords.longitude.toFixed(4);
  form.submit();
}

function tell() {
  form.querySelector("[role=status]").textContent = form.dataset.unknown;
}

if (form && window.isSecureContext && "geolocation" in navigator) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    navigator.geolocation.getCurrentPosition(send, tell, { timeout: 10000, maximumAge: 60000 });
  });
}
