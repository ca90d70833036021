namespace Vitrine.Proofs.Tests;

/// <summary>Small hostile changes to well-formed bytes.</summary>
internal static class Mutation
{
    /// <summary>One to four changes: flip, replace, insert, delete, repeat or cut.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> seed, Random random)
    {
        var bytes = new List<byte>(seed.Length + 16);
        bytes.AddRange(seed);
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.Insert(at, (byte)"\"\\{}[]:,0-e \n"[random.Next(13)]);
                    break;
                case 3:
                    bytes.RemoveAt(at);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(40, bytes.Count - at))));
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(random.Next(8), bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }
}
