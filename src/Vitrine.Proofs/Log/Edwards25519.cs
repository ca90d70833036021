namespace Vitrine.Proofs;

/// <summary>A point of the curve −x² + y² = 1 + d·x²·y² over p = 2^255 − 19, as X ÷ Z, Y ÷ Z with T = X·Y ÷ Z.</summary>
/// <remarks>RFC 8032 section 5.1.4. For public values only.</remarks>
internal readonly struct Edwards25519
{
    private static readonly Field25519 s_d = Field25519.Read(Convert.FromHexString("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352"));
    private static readonly Field25519 s_2d = s_d + s_d;
    private static readonly Field25519 s_rootOfMinusOne = Field25519.Read(Convert.FromHexString("b0a00e4a271beec478e42fad0618432fa7d7fb3d99004d2b0bdfc14f8024832b"));

    private readonly Field25519 _x, _y, _z, _t;

    private Edwards25519(in Field25519 x, in Field25519 y, in Field25519 z, in Field25519 t) => (_x, _y, _z, _t) = (x, y, z, t);

    public static Edwards25519 Neutral { get; } = new(Field25519.Zero, Field25519.One, Field25519.One, Field25519.Zero);

    /// <summary>The point B of RFC 8032.</summary>
    public static Edwards25519 Base { get; } = TryRead(Convert.FromHexString("5866666666666666666666666666666666666666666666666666666666666666"), out var point)
        ? point
        : throw new InvalidOperationException("The base point is on the curve.");

    /// <summary>Reads 32 bytes: y, and in the highest bit whether x is odd. False if there is no such point.</summary>
    /// <remarks>Like OpenSSL it takes y modulo p, and passes over the sign of x = 0.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Edwards25519 point)
    {
        point = default;
        var y = Field25519.Read(bytes);
        var yy = y.Squared();
        var (u, v) = (yy - Field25519.One, (s_d * yy) + Field25519.One);
        var v3 = v.Squared() * v;
        var x = u * v3 * (u * v3.Squared() * v).ToRootPower();
        var check = v * x.Squared();
        if (!check.Is(u))
        {
            if (!check.Is(-u))
            {
                return false;
            }

            x *= s_rootOfMinusOne;
        }

        x = x.IsOdd == (bytes[31] >> 7 == 1) ? x : -x;
        point = new(x, y, Field25519.One, x * y);
        return true;
    }

    public static Edwards25519 operator -(in Edwards25519 p) => new(-p._x, p._y, p._z, -p._t);

    /// <summary>Writes the point as 32 bytes, in its one spelling.</summary>
    public void Write(Span<byte> bytes)
    {
        var inverse = _z.Inverted();
        (_y * inverse).Write(bytes);
        bytes[31] |= (byte)((_x * inverse).IsOdd ? 0x80 : 0);
    }

    public Edwards25519 Doubled()
    {
        var (a, b, zz) = (_x.Squared(), _y.Squared(), _z.Squared());
        var h = a + b;
        var e = h - (_x + _y).Squared();
        var g = a - b;
        var f = zz + zz + g;
        return new(e * f, g * h, f * g, e * h);
    }

    public static Edwards25519 operator +(in Edwards25519 p, in Addend q)
    {
        var (a, b, c, z) = ((p._y - p._x) * q.Difference, (p._y + p._x) * q.Sum, p._t * q.Product, p._z * q.Twice);
        var (e, f, g, h) = (b - a, z - c, z + c, b + a);
        return new(e * f, g * h, f * g, e * h);
    }

    public static Edwards25519 operator -(in Edwards25519 p, in Addend q) => p + new Addend(q.Difference, q.Sum, q.Twice, -q.Product);

    /// <summary>The point, ready to be added.</summary>
    public Addend ToAddend() => new(_y + _x, _y - _x, _z + _z, _t * s_2d);

    /// <summary>Y + X, Y − X, 2·Z and 2·d·T.</summary>
    internal readonly record struct Addend(Field25519 Sum, Field25519 Difference, Field25519 Twice, Field25519 Product);
}
