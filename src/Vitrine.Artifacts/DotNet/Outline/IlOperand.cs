namespace Vitrine.Artifacts;

/// <summary>What follows an opcode of the common intermediate language (ECMA-335 III).</summary>
internal enum IlOperand
{
    None,
    One,
    Two,
    Four,
    Eight,
    Token,
    String,
    Switch,
    Unknown,
}

/// <summary>The operand of each opcode.</summary>
internal static class IlOpcode
{
    /// <summary>First byte of the opcodes that have two.</summary>
    public const byte TwoBytes = 0xfe;

    public static IlOperand Operand(byte opcode) => opcode switch
    {
        <= 0x0d => IlOperand.None,                              // nop … stloc.3
        <= 0x13 => IlOperand.One,                               // ldarg.s … stloc.s
        <= 0x1e => IlOperand.None,                              // ldnull, ldc.i4.m1 … ldc.i4.8
        0x1f => IlOperand.One,                                  // ldc.i4.s
        0x20 or 0x22 => IlOperand.Four,                         // ldc.i4, ldc.r4
        0x21 or 0x23 => IlOperand.Eight,                        // ldc.i8, ldc.r8
        0x25 or 0x26 or 0x2a => IlOperand.None,                 // dup, pop, ret
        0x27 or 0x28 or 0x29 => IlOperand.Token,                // jmp, call, calli
        >= 0x2b and <= 0x37 => IlOperand.One,                   // br.s … blt.un.s
        >= 0x38 and <= 0x44 => IlOperand.Four,                  // br … blt.un
        0x45 => IlOperand.Switch,
        >= 0x46 and <= 0x6e => IlOperand.None,                  // ldind … conv.u8
        >= 0x6f and <= 0x71 => IlOperand.Token,                 // callvirt, cpobj, ldobj
        0x72 => IlOperand.String,
        >= 0x73 and <= 0x75 => IlOperand.Token,                 // newobj, castclass, isinst
        0x76 or 0x7a => IlOperand.None,                         // conv.r.un, throw
        0x79 or (>= 0x7b and <= 0x81) => IlOperand.Token,       // unbox, ldfld … stobj
        >= 0x82 and <= 0x8b => IlOperand.None,                  // conv.ovf.….un
        0x8c or 0x8d or 0x8f => IlOperand.Token,                // box, newarr, ldelema
        0x8e or (>= 0x90 and <= 0xa2) => IlOperand.None,        // ldlen, ldelem.…, stelem.…
        >= 0xa3 and <= 0xa5 => IlOperand.Token,                 // ldelem, stelem, unbox.any
        >= 0xb3 and <= 0xba => IlOperand.None,                  // conv.ovf.…
        0xc2 or 0xc6 or 0xd0 => IlOperand.Token,                // refanyval, mkrefany, ldtoken
        0xc3 or (>= 0xd1 and <= 0xdc) => IlOperand.None,        // ckfinite, conv.u2 … endfinally
        0xdd => IlOperand.Four,                                 // leave
        0xde => IlOperand.One,                                  // leave.s
        0xdf or 0xe0 => IlOperand.None,                         // stind.i, conv.u
        _ => IlOperand.Unknown,
    };

    /// <summary>The operand of an opcode whose first byte is <see cref="TwoBytes"/>.</summary>
    public static IlOperand OperandOfSecond(byte opcode) => opcode switch
    {
        <= 0x05 => IlOperand.None,                              // arglist, ceq … clt.un
        0x06 or 0x07 => IlOperand.Token,                        // ldftn, ldvirtftn
        >= 0x09 and <= 0x0e => IlOperand.Two,                   // ldarg … stloc
        0x0f or 0x11 or 0x13 or 0x14 => IlOperand.None,         // localloc, endfilter, volatile., tail.
        0x12 or 0x19 => IlOperand.One,                          // unaligned., no.
        0x15 or 0x16 or 0x1c => IlOperand.Token,                // initobj, constrained., sizeof
        0x17 or 0x18 or 0x1a or 0x1d or 0x1e => IlOperand.None, // cpblk, initblk, rethrow, refanytype, readonly.
        _ => IlOperand.Unknown,
    };
}
