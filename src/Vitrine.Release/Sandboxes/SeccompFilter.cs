using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Vitrine.Release;

/// <summary>The system calls a build may not make, as a classic BPF program for seccomp(2).</summary>
/// <remarks>
/// <para>A program is an array of <c>struct sock_filter</c>: code (16 bits), jump if true (8), jump if false (8), k (32), all in the machine's
/// byte order; it sees <c>struct seccomp_data</c>: nr at 0, arch at 4, the arguments at 16, 8 bytes each.</para>
/// <para>It is a list of what is forbidden, not of what is allowed: builds run compilers of every kind, and a list of allowed calls would either
/// break them with each new kernel and libc or be so long that it says nothing. The namespaces are the wall; the filter takes away
/// the calls with which walls of this kind have been climbed.</para>
/// <para>Only the lower half of an argument is compared where the kernel reads an int; comparing 64 bits there could be evaded by setting
/// the upper half.</para>
/// </remarks>
internal static class SeccompFilter
{
    private const int InstructionSize = 8;

    private const ushort LoadWord = 0x20;
    private const ushort JumpEqual = 0x15;
    private const ushort JumpAtLeast = 0x35;
    private const ushort JumpAnyBit = 0x45;
    private const ushort Return = 0x06;

    private const uint Allow = 0x7fff_0000;
    private const uint KillProcess = 0x8000_0000;
    private const uint Fail = 0x0005_0000;
    private const uint NotPermitted = Fail | 1;
    private const uint NoSuchCall = Fail | 38;
    private const uint NoSuchFamily = Fail | 97;

    private const uint ArchX64 = 0xC000_003E;
    private const uint ArchArm64 = 0xC000_00B7;
    private const uint X32Bit = 0x4000_0000;

    private const uint UnixFamily = 1;
    private const uint TerminalInput = 0x5412;
    private const uint ConsoleControl = 0x541C;
    private const uint AddressesNotRandom = 0x0004_0000;

    // CLONE_NEWTIME .. CLONE_NEWNET: a new namespace of any kind.
    private const uint NewNamespaces = 0x0000_0080 | 0x0002_0000 | 0x0200_0000 | 0x0400_0000 | 0x0800_0000 | 0x1000_0000 | 0x2000_0000 | 0x4000_0000;

    /// <summary>The program for this machine.</summary>
    /// <exception cref="PlatformNotSupportedException">It is neither x86-64 nor AArch64.</exception>
    public static byte[] Build() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => Build(arm64: false),
        Architecture.Arm64 => Build(arm64: true),
        var other => throw new PlatformNotSupportedException($"The sandbox knows the system calls of x86-64 and AArch64, not of {other}."),
    };

    internal static byte[] Build(bool arm64)
    {
        var program = new MemoryStream();
        Add(program, LoadWord, 4);
        Add(program, JumpEqual, arm64 ? ArchArm64 : ArchX64, whenTrue: 1);
        Add(program, Return, KillProcess);
        Add(program, LoadWord, 0);
        if (!arm64)
        {
            Add(program, JumpAtLeast, X32Bit, whenFalse: 1);
            Add(program, Return, NoSuchCall);
        }

        Refuse(program, Syscall.Forbidden, arm64, NotPermitted);
        Refuse(program, Syscall.Unknown, arm64, NoSuchCall);
        AllowOnlyArgument(program, Syscall.Socket, arm64, NoSuchFamily, UnixFamily);
        AllowOnlyArgument(program, Syscall.SocketPair, arm64, NoSuchFamily, UnixFamily);
        AllowOnlyArgument(program, Syscall.Personality, arm64, NotPermitted, 0, AddressesNotRandom, uint.MaxValue);
        RefuseBits(program, Syscall.Clone, arm64, NewNamespaces);
        RefuseSecondArgument(program, Syscall.Ioctl, arm64, TerminalInput, ConsoleControl);
        Add(program, Return, Allow);
        return program.ToArray();
    }

    private static void Refuse(Stream program, IReadOnlyList<Syscall> calls, bool arm64, uint verdict)
    {
        foreach (var call in calls)
        {
            if (call.Number(arm64) is { } number)
            {
                Add(program, JumpEqual, number, whenFalse: 1);
                Add(program, Return, verdict);
            }
        }
    }

    private static void AllowOnlyArgument(Stream program, Syscall call, bool arm64, uint verdict, params ReadOnlySpan<uint> values)
    {
        Add(program, JumpEqual, call.Number(arm64)!.Value, whenFalse: checked((byte)(values.Length + 3)));
        Add(program, LoadWord, Argument(0));
        for (var i = 0; i < values.Length; i++)
        {
            Add(program, JumpEqual, values[i], whenTrue: checked((byte)(values.Length - i)));
        }

        Add(program, Return, verdict);
        Add(program, Return, Allow);
    }

    private static void RefuseBits(Stream program, Syscall call, bool arm64, uint bits)
    {
        Add(program, JumpEqual, call.Number(arm64)!.Value, whenFalse: 4);
        Add(program, LoadWord, Argument(0));
        Add(program, JumpAnyBit, bits, whenFalse: 1);
        Add(program, Return, NotPermitted);
        Add(program, Return, Allow);
    }

    private static void RefuseSecondArgument(Stream program, Syscall call, bool arm64, uint first, uint second)
    {
        Add(program, JumpEqual, call.Number(arm64)!.Value, whenFalse: 5);
        Add(program, LoadWord, Argument(1));
        Add(program, JumpEqual, first, whenTrue: 1);
        Add(program, JumpEqual, second, whenFalse: 1);
        Add(program, Return, NotPermitted);
        Add(program, Return, Allow);
    }

    private static uint Argument(uint index) => 16 + (8 * index);

    private static void Add(Stream program, ushort code, uint k, byte whenTrue = 0, byte whenFalse = 0)
    {
        Span<byte> instruction = stackalloc byte[InstructionSize];
        BinaryPrimitives.WriteUInt16LittleEndian(instruction, code);
        instruction[2] = whenTrue;
        instruction[3] = whenFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(instruction[4..], k);
        program.Write(instruction);
    }
}
