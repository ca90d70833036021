using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>The branch filters of .xz with instructions of one width: calls go back to how far they reach. x86 is <see cref="X86Filter"/>.</summary>
/// <remarks>Ids and forms: the .xz format 1.2.1 section 5.3.2, and 1.1.0's ARM64. Positions count from the block's beginning, modulo 2³².</remarks>
internal sealed class BranchFilter : XzFilter
{
    private readonly int _step;
    private readonly Instruction _undo;
    private uint _position;

    private BranchFilter(int step, Instruction undo, uint position, ByteSink next)
        : base(next)
    {
        _step = step;
        _undo = undo;
        _position = position;
    }

    private delegate int Instruction(Span<byte> bytes, uint position);

    /// <summary>The branch filter of an id; a position that its instructions cannot have is not valid.</summary>
    public static XzFilter? Of(long id, uint position, ByteSink next, out bool valid)
    {
        var (step, align, undo) = id switch
        {
            5 => (4, 4, PowerPc),
            6 => (16, 16, Ia64),
            7 => (4, 4, Arm),
            8 => (4, 2, ArmThumb),
            9 => (4, 4, Sparc),
            10 => (4, 4, Arm64),
            _ => (0, 1, (Instruction?)null),
        };
        valid = position % (uint)align == 0;
        return !valid ? null : id == 4 ? new X86Filter(position, next) : undo is null ? null : new BranchFilter(step, undo, position, next);
    }

    protected override int Undo(Span<byte> bytes)
    {
        var at = 0;
        while (at + _step <= bytes.Length)
        {
            at += _undo(bytes[at..], unchecked(_position + (uint)at));
        }

        _position = unchecked(_position + (uint)at);
        return at;
    }

    private static int Arm(Span<byte> bytes, uint position)
    {
        if (bytes[3] == 0xeb)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var target = unchecked((word << 2) - (position + 8)) >> 2;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0xeb000000 | (target & 0xffffff));
        }

        return 4;
    }

    private static int ArmThumb(Span<byte> bytes, uint position)
    {
        if ((bytes[1] & 0xf8) != 0xf0 || (bytes[3] & 0xf8) != 0xf8)
        {
            return 2;
        }

        var (high, low) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));
        var target = unchecked(((((high & 0x7ffu) << 11) | (low & 0x7ffu)) << 1) - (position + 4)) >> 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(0xf000 | ((target >> 11) & 0x7ff)));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], (ushort)(0xf800 | (target & 0x7ff)));
        return 4;
    }

    private static int PowerPc(Span<byte> bytes, uint position)
    {
        var word = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if ((word & 0xfc000003) == 0x48000001)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x48000001 | (unchecked(word - position) & 0x03fffffc));
        }

        return 4;
    }

    private static int Sparc(Span<byte> bytes, uint position)
    {
        var word = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if ((word & 0xffc00000) is 0x40000000 or 0x7fc00000)
        {
            var target = unchecked((word << 2) - position) >> 2;
            var sign = unchecked(0u - ((target >> 22) & 1)) << 22 & 0x3fffffff;
            BinaryPrimitives.WriteUInt32BigEndian(bytes, sign | (target & 0x3fffff) | 0x40000000);
        }

        return 4;
    }

    private static int Arm64(Span<byte> bytes, uint position)
    {
        var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (word >> 26 == 0x25)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0x94000000 | (unchecked(word - (position >> 2)) & 0x03ffffff));
        }
        else if ((word & 0x9f000000) == 0x90000000)
        {
            var page = ((word >> 29) & 3) | ((word >> 3) & 0x1ffffc);
            if ((unchecked(page + 0x20000) & 0x1c0000) == 0)
            {
                var target = unchecked(page - (position >> 12));
                var sign = unchecked(0u - (target & 0x20000)) & 0xe00000;
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (word & 0x9000001f) | ((target & 3) << 29) | ((target & 0x3fffc) << 3) | sign);
            }
        }

        return 4;
    }

    // Bundles of three instructions of 41 bits; the template, five bits, tells which of them may branch.
    private static int Ia64(Span<byte> bytes, uint position)
    {
        ReadOnlySpan<byte> branches = [4, 4, 6, 6, 0, 0, 7, 7, 4, 4, 0, 0, 4, 4, 0, 0];
        var template = bytes[0] & 0x1f;
        var mask = template < 16 ? 0 : branches[template - 16];
        for (var slot = 0; slot < 3; slot++)
        {
            var bit = 5 + (slot * 41);
            var place = bytes.Slice(bit / 8, 6);
            var whole = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(place) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(place[4..]) << 32);
            var instruction = whole >> (bit % 8);
            if (((mask >> slot) & 1) == 0 || ((instruction >> 37) & 0xf) != 5 || ((instruction >> 9) & 7) != 0)
            {
                continue;
            }

            var source = (uint)((instruction >> 13) & 0xfffff) | ((uint)((instruction >> 36) & 1) << 20);
            var target = unchecked((source << 4) - position) >> 4;
            instruction = (instruction & ~(0x8fffffUL << 13)) | ((ulong)(target & 0xfffff) << 13) | ((ulong)(target & 0x100000) << 16);
            whole = (whole & ((1UL << (bit % 8)) - 1)) | (instruction << (bit % 8));
            BinaryPrimitives.WriteUInt32LittleEndian(place, (uint)(whole & 0xffffffff));
            BinaryPrimitives.WriteUInt16LittleEndian(place[4..], (ushort)((whole >> 32) & 0xffff));
        }

        return 16;
    }
}
