// The menu on a phone closes with Esc and when the reader goes on to the text.
var menu = document.querySelector("details.meny");
if (menu) {
  menu.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
