namespace Vitrine.Artifacts;

/// <summary>
/// A method body in the file (ECMA-335 II.25.4): tiny header (1 byte) or fat (12), the code, and tables of exception clauses.
/// </summary>
internal sealed record MethodBody(
    long CodeOffset, int CodeSize, int MaxStack, bool InitLocals, int LocalsToken, IReadOnlyList<MethodClause> Clauses)
{
    private const int MaxSections = 16;

    /// <exception cref="ArtifactFormatException">The body is not of this shape.</exception>
    public static MethodBody Read(ByteView image, long offset)
    {
        var first = image.U8(offset);
        if ((first & 3) == 2)
        {
            _ = image.Slice(offset + 1, first >> 2);
            return new MethodBody(offset + 1, first >> 2, 8, false, 0, []);
        }

        var flags = image.U16(offset);
        if ((flags & 3) != 3 || flags >> 12 != 3)
        {
            throw image.Fault(ArtifactFault.Malformed, offset, "a method body is of no known kind");
        }

        long size = image.U32(offset + 4);
        _ = image.Slice(offset + 12, size);
        var clauses = (flags & 8) == 0 ? [] : ReadClauses(image, offset + 12 + size);
        return new MethodBody(
            offset + 12, (int)size, image.U16(offset + 2), (flags & 0x10) != 0, unchecked((int)image.U32(offset + 8)), clauses);
    }

    private static List<MethodClause> ReadClauses(ByteView image, long offset)
    {
        var clauses = new List<MethodClause>();
        for (var section = 0; section < MaxSections; section++)
        {
            offset = (offset + 3) & ~3L;
            var kind = image.U8(offset);
            var fat = (kind & 0x40) != 0;
            long size = fat ? image.U32(offset) >> 8 : image.U8(offset + 1);
            for (var clause = offset + 4; (kind & 1) != 0 && clause + (fat ? 24 : 12) <= offset + size; clause += fat ? 24 : 12)
            {
                clauses.Add(fat
                    ? new MethodClause(
                        image.U32(clause), image.U32(clause + 4), image.U32(clause + 8), image.U32(clause + 12),
                        image.U32(clause + 16), image.U32(clause + 20))
                    : new MethodClause(
                        image.U16(clause), image.U16(clause + 2), image.U8(clause + 4), image.U16(clause + 5),
                        image.U8(clause + 7), image.U32(clause + 8)));
            }

            if ((kind & 0x80) == 0)
            {
                break;
            }

            offset += Math.Max(4, size);
        }

        return clauses;
    }
}

/// <summary>One exception clause; the last is a type's token, or a filter's offset where the flags are 1.</summary>
internal readonly record struct MethodClause(
    uint Flags, uint TryOffset, uint TryLength, uint HandlerOffset, uint HandlerLength, uint TokenOrFilter)
{
    public const uint Catch = 0;
}
