define([], function () {
  // Here the widget's code would render; the platform only stores it.
  return function () {};
});
