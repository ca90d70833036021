namespace Vitrine.Seals;

/// <summary>What of its host's opens a seal, beside the centre's key.</summary>
public enum SealLock
{
    /// <summary>Nothing: the centre's key opens it.</summary>
    None,

    /// <summary>A passphrase.</summary>
    Passphrase,

    /// <summary>A key file.</summary>
    KeyFile,
}
