using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Vitrine.Artifacts.Tests;

/// <summary>Containers written by hand, so that each of their fields can be made to lie.</summary>
internal static class Containers
{
    public static byte[] Gzip(byte[] content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    public static byte[] Ar(params (string Name, byte[] Content)[] members)
    {
        var stream = new MemoryStream();
        stream.Write("!<arch>\n"u8);
        foreach (var (name, content) in members)
        {
            stream.Write(Encoding.Latin1.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{name,-16}{"0",-12}{"0",-6}{"0",-6}{"100644",-8}{content.Length,-10}`\n")));
            stream.Write(content);
            stream.Write(new byte[content.Length & 1]);
        }

        return stream.ToArray();
    }

    /// <summary>One tar header with its content, filled to 512 bytes.</summary>
    public static byte[] TarMember(string name, byte[] content, char type = '0', string link = "", long? size = null, int mode = 0x1a4)
    {
        var header = new byte[512];
        Put(header, 0, name);
        Put(header, 100, Octal(mode, 7));
        Put(header, 108, Octal(0, 7));
        Put(header, 116, Octal(0, 7));
        Put(header, 124, Octal(size ?? content.Length, 11));
        Put(header, 136, Octal(0, 11));
        header[156] = (byte)type;
        Put(header, 157, link);
        Put(header, 257, "ustar\0" + "00");
        Seal(header);
        return [.. header, .. content, .. new byte[(512 - (content.Length % 512)) % 512]];
    }

    public static byte[] Tar(params byte[][] members) => [.. members.SelectMany(m => m), .. new byte[1024]];

    /// <summary>Writes a header's checksum over what stands there.</summary>
    public static void Seal(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header[..512])
        {
            sum += value;
        }

        Encoding.ASCII.GetBytes(Octal(sum, 6) + "\0 ").CopyTo(header[148..]);
    }

    public static byte[] Pax(params (string Key, string Value)[] records)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in records)
        {
            var rest = Encoding.UTF8.GetByteCount($" {key}={value}\n");
            var length = rest;
            while (length != rest + length.ToString(CultureInfo.InvariantCulture).Length)
            {
                length = rest + length.ToString(CultureInfo.InvariantCulture).Length;
            }

            text.Append(CultureInfo.InvariantCulture, $"{length} {key}={value}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>An xz file with plain chunks: what LZMA2 writes when nothing can be packed.</summary>
    public static byte[] PlainXz(byte[] content, byte dictionaryBits = 8)
    {
        var stream = new MemoryStream();
        byte[] flags = [0, 1];
        stream.Write([0xfd, .. "7zXZ"u8, 0, .. flags, .. Number(Crc32.Of(flags))]);
        byte[] header = [2, 0, 0x21, 1, dictionaryBits, 0, 0, 0];
        stream.Write([.. header, .. Number(Crc32.Of(header))]);
        var start = stream.Length;
        for (var at = 0; at < content.Length; at += 0x1_0000)
        {
            var part = content.AsSpan(at, Math.Min(0x1_0000, content.Length - at));
            stream.Write([(byte)(at == 0 ? 1 : 2), (byte)((part.Length - 1) >> 8), (byte)((part.Length - 1) & 0xff)]);
            stream.Write(part);
        }

        stream.WriteByte(0);
        var packed = stream.Length - start;
        stream.Write(new byte[(int)(-packed & 3)]);
        stream.Write(Number(Crc32.Of(content)));
        byte[] index = [0, 1, .. Vli(header.Length + 4 + packed + 4), .. Vli(content.Length)];
        index = [.. index, .. new byte[-index.Length & 3]];
        stream.Write([.. index, .. Number(Crc32.Of(index))]);
        byte[] footer = [.. Number((uint)((index.Length + 4) / 4) - 1), .. flags];
        stream.Write([.. Number(Crc32.Of(footer)), .. footer, .. "YZ"u8]);
        return stream.ToArray();
    }

    private static byte[] Vli(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)((value & 0x7f) | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static string Octal(long value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0');

    private static void Put(byte[] header, int at, string text) => Encoding.UTF8.GetBytes(text).CopyTo(header.AsSpan(at));
}
