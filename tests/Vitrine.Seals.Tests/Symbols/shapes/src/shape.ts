/** What has an area. */
export interface Shape {
  readonly name: string;
  area(): number;
}

export class Circle implements Shape {
  readonly name = "circle";

  constructor(private readonly radius: number) {}

  area(): number {
    return Math.PI * this.radius ** 2;
  }
}

export const unit = new Circle(1);

export function total(shapes: Shape[]): number {
  // The area of all shapes; "area" in a comment is none.
  return shapes.reduce((sum, shape) => sum + shape.area(), 0);
}
