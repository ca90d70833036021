namespace Vitrine.Centre;

/// <summary>How much passed.</summary>
/// <param name="Responses">Responses.</param>
/// <param name="BodyBytes">Bytes of their bodies.</param>
/// <param name="HeadBytes">Bytes of their heads: what could hide in them is at most this.</param>
public readonly record struct MeterAmount(int Responses, ulong BodyBytes, ulong HeadBytes)
{
    /// <summary>Of these responses.</summary>
    public static MeterAmount Of(IEnumerable<MeteredResponse> responses) =>
        responses.Aggregate(default(MeterAmount), (sum, response) => new MeterAmount(sum.Responses + 1, sum.BodyBytes + response.Body.Bytes, sum.HeadBytes + response.Head.Bytes));

    /// <summary>Both together.</summary>
    public static MeterAmount operator +(MeterAmount one, MeterAmount other) =>
        new(one.Responses + other.Responses, one.BodyBytes + other.BodyBytes, one.HeadBytes + other.HeadBytes);
}
