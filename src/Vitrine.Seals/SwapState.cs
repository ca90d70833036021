using System.Globalization;

namespace Vitrine.Seals;

/// <summary>Whether this machine may write a room's plaintext to a disk: swap that is on and not known to be encrypted.</summary>
public static class SwapState
{
    /// <summary>A sentence for whoever runs the machine; null if there is no swap, or all of it is memory (zram) or encrypted (dm-crypt).</summary>
    public static string? Warning() => Warning("/proc/swaps", "/sys");

    /// <summary>The same from copies of Linux's files.</summary>
    internal static string? Warning(string swaps, string system)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(swaps);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return $"Whether swap is on cannot be told ({unreadable.Message}). While a room is open, its plaintext is in memory, which swap would write to disk.";
        }

        // A head, then a line each: name, kind, sizes. Spaces in names stand as \040.
        var plain = lines.Skip(1)
            .Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 1 && !IsSafe(fields[0], fields[1], system))
            .Select(fields => fields[0])
            .ToArray();
        return plain.Length == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Swap is on and not known to be encrypted: {string.Join(", ", plain)}. While a room is open, its plaintext can be written there. Turn it off (swapoff -a), or put it on dm-crypt.");
    }

    private static bool IsSafe(string name, string kind, string system)
    {
        var device = Path.GetFileName(name);
        if (kind != "partition")
        {
            return false;
        }

        if (device.StartsWith("zram", StringComparison.Ordinal))
        {
            // Compressed memory, unless it was given a disk to overflow to.
            return ReadOr(Path.Combine(system, "block", device, "backing_dev"), "none") == "none";
        }

        return ReadOr(Path.Combine(system, "block", device, "dm", "uuid"), "").StartsWith("CRYPT-", StringComparison.Ordinal);
    }

    private static string ReadOr(string path, string otherwise)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }
}
