using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>
/// Hashes a method's code so that it does not depend on the numbers of tokens: each is replaced by the name of what it stands
/// for, and string literals are taken out and listed.
/// </summary>
internal sealed class MethodHasher(MetadataNames names, PeImage image) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ImmutableArray<string>.Builder _strings = ImmutableArray.CreateBuilder<string>();

    /// <exception cref="BadImageFormatException">A token stands for nothing.</exception>
    /// <exception cref="ArtifactFormatException">The body is not where, or not what, it should be.</exception>
    public (Digest Code, int Size, ImmutableArray<string> Strings) Hash(int rva)
    {
        if (rva == 0)
        {
            return (Digest.Of([]), 0, []);
        }

        var offset = image.OffsetOf(unchecked((uint)rva), 1);
        if (offset < 0)
        {
            throw image.View.Fault(ArtifactFault.Malformed, -1, $"a method body lies outside every section (RVA 0x{rva:x})");
        }

        var body = MethodBody.Read(image.View, offset);
        Number(body.MaxStack);
        Number(body.InitLocals ? 1 : 0);
        Token(body.LocalsToken);
        Code(image.View.Slice(body.CodeOffset, body.CodeSize));
        foreach (var clause in body.Clauses)
        {
            Number(unchecked((int)clause.Flags));
            Number(unchecked((int)clause.TryOffset));
            Number(unchecked((int)clause.TryLength));
            Number(unchecked((int)clause.HandlerOffset));
            Number(unchecked((int)clause.HandlerLength));
            if (clause.Flags == MethodClause.Catch)
            {
                Token(unchecked((int)clause.TokenOrFilter));
            }
            else
            {
                Number(unchecked((int)clause.TokenOrFilter));
            }
        }

        return (Digest.FromBytes(_hash.GetHashAndReset()), body.CodeSize, _strings.DrainToImmutable());
    }

    public void Dispose() => _hash.Dispose();

    private void Code(ReadOnlySpan<byte> code)
    {
        while (!code.IsEmpty)
        {
            var two = code[0] == IlOpcode.TwoBytes && code.Length > 1;
            var operand = two ? IlOpcode.OperandOfSecond(code[1]) : IlOpcode.Operand(code[0]);
            var opcodeSize = two ? 2 : 1;
            var size = Size(operand, code[opcodeSize..]);
            if (operand == IlOperand.Unknown || code.Length < opcodeSize + size)
            {
                _hash.AppendData(code);     // no code that we know: all the rest as it is
                return;
            }

            if (operand is IlOperand.Token or IlOperand.String)
            {
                _hash.AppendData(code[..opcodeSize]);
                var token = BinaryPrimitives.ReadInt32LittleEndian(code[opcodeSize..]);
                if (operand == IlOperand.Token)
                {
                    Token(token);
                }
                else
                {
                    _strings.Add(names.Reader.GetUserString(MetadataTokens.UserStringHandle(token & 0xffffff)));
                }
            }
            else
            {
                _hash.AppendData(code[..(opcodeSize + (int)size)]);
            }

            code = code[(opcodeSize + (int)size)..];
        }
    }

    private static long Size(IlOperand operand, ReadOnlySpan<byte> rest) => operand switch
    {
        IlOperand.One => 1,
        IlOperand.Two => 2,
        IlOperand.Four or IlOperand.Token or IlOperand.String => 4,
        IlOperand.Eight => 8,
        IlOperand.Switch => rest.Length < 4 ? 4 : 4 + (4L * BinaryPrimitives.ReadUInt32LittleEndian(rest)),
        _ => 0,
    };

    private void Token(int token)
    {
        if (token == 0)
        {
            Text("");
            return;
        }

        var table = (TableIndex)(unchecked((uint)token) >> 24);
        if (table > TableIndex.MethodSpec)
        {
            throw new BadImageFormatException("A token names no table.");
        }

        Text(names.Of(MetadataTokens.EntityHandle(token)));
    }

    private void Text(string text)
    {
        Number(text.Length);
        _hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private void Number(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
