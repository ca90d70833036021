using System.Buffers.Binary;
using System.Numerics;
using Iced.Intel;

namespace Vitrine.Origin;

/// <summary>
/// Constants and functions' shape in x86 code, in one linear pass: immediates and the floating-point numbers that instructions read are no
/// compiler's choice; a function's sequence of mnemonics is the same for one compiler and setting, whatever the addresses and names.
/// </summary>
internal static class CodeScan
{
    private const int FewestInstructions = 12;
    private const int CancelEvery = 1 << 16;

    public static void Run(ReadOnlyMemory<byte> bytes, Region region, BinaryShape shape, SightingSet found, CancellationToken cancellationToken)
    {
        var pass = new Pass(bytes, shape, found);
        var decoder = Decoder.Create(shape.Bitness, new MemoryReader(bytes.Slice((int)region.Offset, (int)region.Size)), region.Address);
        var end = unchecked(region.Address + (ulong)region.Size);
        for (long count = 0; decoder.IP < end; count++)
        {
            decoder.Decode(out var instruction);
            pass.Take(in instruction, region.Offset + (long)(instruction.IP - region.Address));
            if (count % CancelEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        pass.EndFunction(region.Offset + region.Size);
    }

    private sealed class MemoryReader(ReadOnlyMemory<byte> code) : CodeReader
    {
        private int _next;

        public override int ReadByte() => _next < code.Length ? code.Span[_next++] : -1;
    }

    private sealed class Pass(ReadOnlyMemory<byte> bytes, BinaryShape shape, SightingSet found)
    {
        private readonly (ulong Low, ulong High) _addresses = shape.Addresses;
        private ulong _hash = 14695981039346656037;
        private long _start = -1;
        private int _instructions;
        private bool _mayBegin = true;

        public void Take(in Instruction instruction, long offset)
        {
            if (_start < 0 || shape.Functions.Contains(instruction.IP) || (shape.Functions.Count == 0 && _mayBegin && instruction.IP % 16 == 0))
            {
                EndFunction(offset);
                _start = offset;
            }

            var mnemonic = instruction.Mnemonic;
            _mayBegin = instruction.FlowControl is FlowControl.Return or FlowControl.UnconditionalBranch or FlowControl.Exception
                || (_mayBegin && mnemonic is Mnemonic.Nop or Mnemonic.Int3);
            if (mnemonic is Mnemonic.Nop or Mnemonic.Int3 or Mnemonic.Endbr64 or Mnemonic.Endbr32 or Mnemonic.INVALID)
            {
                return;
            }

            _hash = unchecked((_hash ^ (ulong)mnemonic) * 1099511628211);
            _instructions++;
            Constants(in instruction, offset);
        }

        public void EndFunction(long end)
        {
            if (_start >= 0 && _instructions >= FewestInstructions)
            {
                var prior = _instructions switch { < 20 => 1, < 30 => 2, < 50 => 4, _ => 6 };
                found.Add(FeatureClass.Function, Feature.Of(FeatureClass.Function, _hash ^ (ulong)_instructions, prior), _start, (int)(end - _start), (ulong)_instructions);
            }

            (_hash, _instructions) = (14695981039346656037, 0);
        }

        private void Constants(in Instruction instruction, long offset)
        {
            for (var i = 0; i < instruction.OpCount; i++)
            {
                switch (instruction.GetOpKind(i))
                {
                    case OpKind.Immediate32 or OpKind.Immediate32to64:
                        Add(unchecked((uint)instruction.GetImmediate(i)), 2, offset, instruction.Length);
                        break;
                    case OpKind.Immediate64:
                        Add(instruction.Immediate64, 5, offset, instruction.Length);
                        break;
                }
            }

            if (instruction.MemorySize == MemorySize.Float64 && instruction.IsIPRelativeMemoryOperand && shape.DataAt(instruction.IPRelativeMemoryAddress, sizeof(ulong)) is >= 0 and var at)
            {
                var value = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(int)at..]);

                // A number whose lower half is empty is a plain one, such as 0.5 or 100.
                if (unchecked((uint)value) != 0)
                {
                    Add(value, 4, at, sizeof(ulong));
                }
            }
        }

        private void Add(ulong value, int prior, long offset, int length)
        {
            if (IsTelling(value))
            {
                found.Add(FeatureClass.Constant, Feature.Of(FeatureClass.Constant, value, prior), offset, length, value);
            }
        }

        /// <summary>Not small (of either sign), no mask of one run of bits, not one byte repeated, no address.</summary>
        private bool IsTelling(ulong value)
        {
            var wide = value > uint.MaxValue;
            var magnitude = unchecked(wide ? Math.Min(value, 0 - value) : Math.Min((uint)value, 0 - (uint)value));
            if (magnitude < 0x1_0000 || (value >= _addresses.Low && value < _addresses.High))
            {
                return false;
            }

            var runs = BitOperations.PopCount(value ^ (value >> 1));
            var bytewise = wide ? 0x0101_0101_0101_0101UL : 0x0101_0101UL;
            return runs > 3 && value != unchecked((value & 0xff) * bytewise);
        }
    }
}
