using System.Reflection.Metadata;
using System.Text;

namespace Vitrine.Artifacts;

/// <summary>Writes a signature (ECMA-335 II.23.2) as text in C#'s words, no deeper and no longer than allowed.</summary>
internal sealed class SignatureReader(MetadataNames names, BlobReader blob)
{
    private const int MaxParameters = 65_535;

    private readonly StringBuilder _text = new();
    private BlobReader _blob = blob;

    /// <exception cref="BadImageFormatException">It is no signature, or one beyond the bounds.</exception>
    public (string Result, string Parameters) Read()
    {
        var header = _blob.ReadSignatureHeader();
        switch (header.Kind)
        {
            case SignatureKind.Field:
                Type();
                break;
            case SignatureKind.LocalVariables:
                List(Count(), '[', ']');
                break;
            case SignatureKind.MethodSpecification:
                List(Count(), '<', '>');
                break;
            case SignatureKind.Method or SignatureKind.Property:
                return Method(header);
            default:
                throw new BadImageFormatException("A signature is of no known kind.");
        }

        return (_text.ToString(), "");
    }

    /// <summary>Reads a type specification's signature, which is a type without a header.</summary>
    public string ReadType()
    {
        Type();
        return _text.ToString();
    }

    private (string Result, string Parameters) Method(SignatureHeader header)
    {
        var count = Begin(header);
        Type();
        var result = _text.ToString();
        _text.Clear();
        List(count, '(', ')');
        return (result, _text.ToString());
    }

    /// <summary>Writes a method's convention, and gives the number of its parameters.</summary>
    private int Begin(SignatureHeader header)
    {
        _text.Append(header.IsInstance ? "instance " : "");
        _text.Append(header.CallingConvention == SignatureCallingConvention.Default ? "" : header.CallingConvention + " ");
        _text.Append(header.IsGeneric ? $"<{Count()}> " : "");
        return Count();
    }

    private void List(int count, char open, char close)
    {
        _text.Append(open);
        for (var i = 0; i < count; i++)
        {
            _text.Append(i == 0 ? "" : ", ");
            Type();
        }

        _text.Append(close);
    }

    private void Type()
    {
        names.Enter(_text.Length);
        var code = _blob.ReadByte();
        switch (code)
        {
            case 0x0f:
                Suffixed("*");
                break;
            case 0x10:
                Suffixed("&");
                break;
            case 0x11 or 0x12:
                _text.Append(names.Of(_blob.ReadTypeHandle()));
                break;
            case 0x13:
                _text.Append('!').Append(Count());
                break;
            case 0x1e:
                _text.Append("!!").Append(Count());
                break;
            case 0x14:
                Array();
                break;
            case 0x15:
                Type();
                List(Count(), '<', '>');
                break;
            case 0x1b:
                _text.Append("fnptr ");
                var count = Begin(_blob.ReadSignatureHeader());
                Type();
                List(count, '(', ')');
                break;
            case 0x1d:
                Suffixed("[]");
                break;
            case 0x1f or 0x20:
                _text.Append(code == 0x1f ? "modreq " : "modopt ").Append(names.Of(_blob.ReadTypeHandle())).Append(' ');
                Type();
                break;
            case 0x41:
                _text.Append("... ");
                Type();
                break;
            case 0x45:
                _text.Append("pinned ");
                Type();
                break;
            default:
                _text.Append(Primitive(code));
                break;
        }

        names.Leave();
    }

    private void Suffixed(string suffix)
    {
        Type();
        _text.Append(suffix);
    }

    private void Array()
    {
        Type();
        _text.Append('[').Append(Count());
        for (var list = 0; list < 2; list++)
        {
            _text.Append(';');
            for (var left = Count(); left > 0; left--)
            {
                _text.Append(_blob.ReadCompressedSignedInteger()).Append(',');
            }
        }

        _text.Append(']');
    }

    private int Count()
    {
        var count = _blob.ReadCompressedInteger();
        return count <= MaxParameters ? count : throw new BadImageFormatException("A signature counts too many.");
    }

    private static string Primitive(byte code) => code switch
    {
        0x01 => "void",
        0x02 => "bool",
        0x03 => "char",
        0x04 => "sbyte",
        0x05 => "byte",
        0x06 => "short",
        0x07 => "ushort",
        0x08 => "int",
        0x09 => "uint",
        0x0a => "long",
        0x0b => "ulong",
        0x0c => "float",
        0x0d => "double",
        0x0e => "string",
        0x16 => "typedref",
        0x18 => "nint",
        0x19 => "nuint",
        0x1c => "object",
        _ => throw new BadImageFormatException("A signature has an unknown element."),
    };
}
