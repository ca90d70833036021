import { Circle, total, unit } from "./shape";

enum Mode {
  Plain,
  Loud,
}

const mode = Mode.Plain;
console.log(mode, total([unit, new Circle(2)]));
