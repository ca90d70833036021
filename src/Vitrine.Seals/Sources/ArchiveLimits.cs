namespace Vitrine.Seals;

/// <summary>What reading an archive may spend, whoever made it.</summary>
internal static class ArchiveLimits
{
    public const int Members = 10_000_000;

    /// <summary>Bytes of one path or link.</summary>
    public const int LongestName = 65_535;

    /// <summary>Folders in one path.</summary>
    public const int Depth = 4096;

    /// <summary>Bytes unpacked in all for each byte of the archive, beyond <see cref="FreeBytes"/>.</summary>
    public const int Ratio = 500;

    /// <summary>Bytes that may be unpacked from however small an archive.</summary>
    public const long FreeBytes = 128 << 20;

    /// <summary>The largest dictionary of an xz stream; what xz makes by its highest level.</summary>
    public const int DictionaryBytes = 64 << 20;

    /// <summary>The most that an archive of this size may unpack to.</summary>
    public static long MostBytes(long archive) => Math.Max(FreeBytes, archive > long.MaxValue / Ratio ? long.MaxValue : archive * Ratio);
}
