using System.Text;

namespace Vitrine.Seals;

/// <summary>Reads the fields of a protocol-buffer message (protobuf.dev/programming-guides/encoding): varints and what has a length; other fields can be passed over. Groups are refused.</summary>
internal ref struct ProtoFields(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;
    private const int Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;
    private int _wire;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field; its value must be taken or passed over first.</summary>
    /// <exception cref="ScipFormatException">There is none that can be read.</exception>
    public bool Next()
    {
        if (_at == _message.Length)
        {
            return false;
        }

        var key = ReadVarint();
        (Field, _wire) = ((int)Math.Min(key >> 3, int.MaxValue), (int)(key & 7));
        return Field == 0 ? throw new ScipFormatException("a field has the number 0") : true;
    }

    /// <summary>The field's number value, 32 bits of it.</summary>
    public int Int32() => _wire == Varint ? unchecked((int)ReadVarint()) : throw Unexpected();

    /// <summary>The field's bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = _wire == Length ? ReadVarint() : throw Unexpected();
        if (length > (ulong)(_message.Length - _at))
        {
            throw new ScipFormatException("a field is longer than what holds it");
        }

        var bytes = _message.Slice(_at, (int)length);
        _at += (int)length;
        return bytes;
    }

    /// <summary>The field's text.</summary>
    public string Text(int longest)
    {
        var bytes = Bytes();
        return bytes.Length <= longest ? Encoding.UTF8.GetString(bytes) : throw new ScipFormatException($"a text is longer than {longest:N0} bytes");
    }

    /// <summary>Adds numbers, packed in one field or one in each; those beyond the room are an error.</summary>
    public void Int32s(scoped Span<int> to, scoped ref int count)
    {
        if (_wire == Varint)
        {
            Add(to, ref count, Int32());
            return;
        }

        var packed = new ProtoFields(Bytes());
        while (packed._at < packed._message.Length)
        {
            Add(to, ref count, unchecked((int)packed.ReadVarint()));
        }
    }

    /// <summary>Passes over the field's value.</summary>
    public void Skip()
    {
        switch (_wire)
        {
            case Varint:
                ReadVarint();
                break;
            case Length:
                Bytes();
                break;
            case Fixed64 or Fixed32:
                var size = _wire == Fixed64 ? 8 : 4;
                _at = _message.Length - _at >= size ? _at + size : throw new ScipFormatException("it ends within a field");
                break;
            default:
                throw Unexpected();
        }
    }

    private static void Add(scoped Span<int> to, scoped ref int count, int value)
    {
        if (count == to.Length)
        {
            throw new ScipFormatException("a range has too many numbers");
        }

        to[count++] = value;
    }

    private readonly ScipFormatException Unexpected() => new($"field {Field} has the wire type {_wire}");

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == _message.Length)
            {
                throw new ScipFormatException("it ends within a number");
            }

            var part = _message[_at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new ScipFormatException("a number has more than 64 bits");
    }
}
