namespace Calibrate;

/// <summary>Logistic regression by Newton's method, with a small ridge so that separable data end.</summary>
internal static class Logistic
{
    public static double[] Fit(IReadOnlyList<(double[] Inputs, bool Right)> samples, double ridge)
    {
        var size = samples[0].Inputs.Length;
        var weights = new double[size];
        for (var round = 0; round < 50; round++)
        {
            var gradient = new double[size];
            var hessian = new double[size, size];
            foreach (var (inputs, right) in samples)
            {
                var p = Probability(weights, inputs);
                for (var i = 0; i < size; i++)
                {
                    gradient[i] += ((right ? 1 : 0) - p) * inputs[i];
                    for (var j = 0; j < size; j++)
                    {
                        hessian[i, j] += Math.Max(1e-9, p * (1 - p)) * inputs[i] * inputs[j];
                    }
                }
            }

            for (var i = 0; i < size; i++)
            {
                gradient[i] -= ridge * weights[i];
                hessian[i, i] += ridge;
            }

            var step = Solve(hessian, gradient);
            for (var i = 0; i < size; i++)
            {
                weights[i] += step[i];
            }

            if (step.Max(Math.Abs) < 1e-9)
            {
                break;
            }
        }

        return weights;
    }

    public static double Probability(double[] weights, double[] inputs) => 1 / (1 + Math.Exp(-weights.Zip(inputs, (w, x) => w * x).Sum()));

    private static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        var x = (double[])b.Clone();
        for (var i = 0; i < n; i++)
        {
            var pivot = Enumerable.Range(i, n - i).MaxBy(r => Math.Abs(a[r, i]));
            for (var j = 0; j < n; j++)
            {
                (a[i, j], a[pivot, j]) = (a[pivot, j], a[i, j]);
            }

            (x[i], x[pivot]) = (x[pivot], x[i]);
            for (var r = i + 1; r < n; r++)
            {
                var factor = a[r, i] / a[i, i];
                for (var j = i; j < n; j++)
                {
                    a[r, j] -= factor * a[i, j];
                }

                x[r] -= factor * x[i];
            }
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++)
            {
                x[i] -= a[i, j] * x[j];
            }

            x[i] /= a[i, i];
        }

        return x;
    }
}
