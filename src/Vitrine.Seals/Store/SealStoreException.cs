namespace Vitrine.Seals;

/// <summary>Why the store cannot do what it was asked.</summary>
public enum SealStoreFault
{
    /// <summary>There is no seal of this root here.</summary>
    NotFound,

    /// <summary>The seal's key is of another centre, or its file was changed.</summary>
    WrongKey,

    /// <summary>The seal is locked by its host's key, which was not given; or it is not, and was to be.</summary>
    Locked,

    /// <summary>Bytes on disk are not what was written.</summary>
    Damaged,

    /// <summary>Another process is making or destroying a seal.</summary>
    Busy,

    /// <summary>The disk is full, read-only or broken.</summary>
    WriteFailed,

    /// <summary>A file is too large to be held in memory at once.</summary>
    TooLarge,
}

/// <summary>The store could not do what it was asked; the message says what was wrong, where, and what to do.</summary>
public sealed class SealStoreException : Exception
{
    public SealStoreException(SealStoreFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>The closed reason.</summary>
    public SealStoreFault Fault { get; }
}

/// <summary>No such file is in what may be read. What is outside the scope and what does not exist are one answer, in the same words.</summary>
public sealed class SealFileNotFoundException : Exception
{
    internal SealFileNotFoundException(string path)
        : base($"There is no file {HiddenCharacters.Show(System.Text.Encoding.UTF8.GetBytes(path))} here.") => Path = path;

    /// <summary>What was asked for.</summary>
    public string Path { get; }
}
