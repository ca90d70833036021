namespace Vitrine.Proofs;

/// <summary>The signature type byte of a note's key (C2SP signed-note); only these are known here.</summary>
public enum NoteAlgorithm
{
    /// <summary>No type: never a key's.</summary>
    None = 0,

    /// <summary>0x01: Ed25519 over the note's text.</summary>
    Ed25519 = 0x01,

    /// <summary>0x04: Ed25519 cosignature/v1 with its time (C2SP tlog-cosignature).</summary>
    Cosignature = 0x04,

    /// <summary>0x06: ML-DSA-44 cosignature of a checkpoint or subtree with its time. Known, kept, and not verified with here: it never counts.</summary>
    MLDsa44 = 0x06,
}
