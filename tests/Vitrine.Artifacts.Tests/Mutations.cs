using System.Buffers.Binary;

namespace Vitrine.Artifacts.Tests;

/// <summary>Small changes to real files, as a careless disk or a careful enemy makes them.</summary>
internal static class Mutations
{
    /// <summary>One to three changes; half of them in the first bytes, or the last, where formats keep their headers.</summary>
    public static byte[] Of(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(4) switch
            {
                0 => random.Next(Math.Min(bytes.Length, 512)),
                1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 512)),
                _ => random.Next(bytes.Length),
            };
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = new byte[] { 0, 1, 0x7f, 0x80, 0xff }[random.Next(5)];
                    break;
                case 3 when at + 4 <= bytes.Length:
                    uint[] values = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, (uint)bytes.Length, (uint)random.Next(bytes.Length)];
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), values[random.Next(values.Length)]);
                    break;
                case 4 when at + 8 <= bytes.Length:
                    BinaryPrimitives.WriteUInt64LittleEndian(
                        bytes.AsSpan(at), random.Next(2) == 0 ? ulong.MaxValue : 1UL << random.Next(64));
                    break;
                case 5 when at > 16:
                    bytes = bytes[..at];
                    break;
                case 6:
                    bytes = [.. bytes, .. bytes[at..]];
                    break;
                default:
                    var from = random.Next(bytes.Length);
                    var length = Math.Min(random.Next(1, 16), bytes.Length - Math.Max(from, at));
                    bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        return bytes;
    }
}
