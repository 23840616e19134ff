define([], function () {
  // A real widget would render here; the platform only stores the code.
  return function () {};
});
