using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>The x86 branch filter of .xz (id 4): the four bytes behind CALL and JMP go back to how far they reach.</summary>
/// <remarks>
/// Instructions have no fixed place, so an opcode's byte may lie in another's target. A memory of the opcode bytes among the last four decides which
/// are taken for instructions, by the rule that the packer followed: three bits for opcodes seen 1, 2 and 3 places before, and one for a fourth
/// byte that looked like a target's.
/// </remarks>
internal sealed class X86Filter(uint position, ByteSink next) : XzFilter(next)
{
    private const int Length = 5;

    private uint _position = position;
    private uint _opcode = unchecked(position - Length);
    private uint _seen;

    protected override int Undo(Span<byte> bytes)
    {
        var at = 0;
        while (at + Length <= bytes.Length)
        {
            if ((bytes[at] & 0xfe) != 0xe8)
            {
                at++;
                continue;
            }

            var here = unchecked(_position + (uint)at);
            var gap = unchecked(here - _opcode);
            _opcode = here;
            for (var i = 0; i < Length && i < gap; i++)
            {
                _seen = (_seen & 0x77) << 1;
            }

            if (gap > Length)
            {
                _seen = 0;
            }

            if (!IsEnd(bytes[at + 4]) || _seen >> 1 is not (0 or 1 or 2 or 4))
            {
                _seen |= IsEnd(bytes[at + 4]) ? 0x11u : 1u;
                at++;
                continue;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(at + 1)..], Target(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 1)..]), unchecked(here + Length)));
            _seen = 0;
            at += Length;
        }

        _position = unchecked(_position + (uint)at);
        return at;
    }

    // A target is within 16 MiB either way, so its last byte is all zeros or all ones.
    private static bool IsEnd(byte value) => value is 0 or 0xff;

    private uint Target(uint source, uint from)
    {
        while (true)
        {
            var target = unchecked(source - from);
            if (_seen != 0)
            {
                var overlap = (int)(_seen >> 1) switch { 4 => 24, var places => places * 8 };
                if (IsEnd((byte)((target >> (24 - overlap)) & 0xff)))
                {
                    source = target ^ (uint)((1UL << (32 - overlap)) - 1);
                    continue;
                }
            }

            return (target & 0x1ffffff) | unchecked(0u - ((target >> 24) & 1)) << 24;
        }
    }
}
