namespace Vitrine.Seals;

/// <summary>What a sealed file is: git's modes, and no others.</summary>
public enum SealedMode
{
    /// <summary>An ordinary file, 100644.</summary>
    Regular,

    /// <summary>A file that may be executed, 100755.</summary>
    Executable,

    /// <summary>A symbolic link, 120000; its content is its text, and it is never followed.</summary>
    Link,

    /// <summary>A submodule, 160000; its content is the commit's id in hexadecimal, for the submodule's files are not in the seal.</summary>
    Submodule,
}

/// <summary>How a mode is written.</summary>
public static class SealedModes
{
    /// <summary>The six octal digits that go into salts, leaves and proofs.</summary>
    public static ReadOnlySpan<byte> Octal(this SealedMode mode) => mode switch
    {
        SealedMode.Regular => "100644"u8,
        SealedMode.Executable => "100755"u8,
        SealedMode.Link => "120000"u8,
        SealedMode.Submodule => "160000"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    /// <summary>Reads the six octal digits; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> octal, out SealedMode mode)
    {
        foreach (var known in (ReadOnlySpan<SealedMode>)[SealedMode.Regular, SealedMode.Executable, SealedMode.Link, SealedMode.Submodule])
        {
            if (octal.SequenceEqual(known.Octal()))
            {
                mode = known;
                return true;
            }
        }

        mode = default;
        return false;
    }
}
