namespace Vitrine.Seals;

/// <summary>
/// Three bytes that follow each other within a line, as a number under <see cref="Count"/>. Each byte is first put into one of 128 classes: ASCII letters whatever
/// their case, every other printable character by itself; bytes of no text share classes. Bytes of one class are told apart when candidates are looked at, never here.
/// </summary>
internal static class TrigramKey
{
    /// <summary>Bits of a class.</summary>
    public const int ClassBits = 7;

    /// <summary>How many keys there are.</summary>
    public const int Count = 1 << (3 * ClassBits);

    private const int Mask = Count - 1;

    /// <summary>The class of each byte. A line feed has class 0 and is in no trigram.</summary>
    public static ReadOnlySpan<byte> Classes => ClassTable;

    private static readonly byte[] ClassTable = MakeClasses();

    /// <summary>The key of three classes.</summary>
    public static int Next(int key, byte next) => ((key << ClassBits) | next) & Mask;

    /// <summary>The key of three bytes.</summary>
    public static int Of(byte first, byte second, byte third) => Next(Next(ClassTable[first], ClassTable[second]), ClassTable[third]);

    /// <summary>Adds the keys of all trigrams of a text without line feeds.</summary>
    public static void AddTo(ISet<int> keys, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i + 2 < text.Length; i++)
        {
            keys.Add(Of(text[i], text[i + 1], text[i + 2]));
        }
    }

    private static byte[] MakeClasses()
    {
        const int controls = 72, high = 74;
        var classes = new byte[256];
        var next = 1;
        for (var value = ' '; value <= '~'; value++)
        {
            if (!char.IsAsciiLetterUpper(value))
            {
                classes[value] = (byte)next++;
            }
        }

        for (var value = 'A'; value <= 'Z'; value++)
        {
            classes[value] = classes[char.ToLowerInvariant(value)];
        }

        for (var value = 0; value < ' '; value++)
        {
            classes[value] = (byte)(controls + (value % 2));
        }

        classes[0x7F] = controls;
        classes['\t'] = (byte)next++;
        classes['\r'] = (byte)next;
        classes['\n'] = 0;
        for (var value = 128; value < 256; value++)
        {
            classes[value] = (byte)(high + ((value - 128) % (128 - high)));
        }

        return classes;
    }
}
