using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Gate;

/// <summary>The files a gate reads: each bounded, or hashed in pieces.</summary>
internal static class GateFiles
{
    private const int PieceSize = 256 * 1024;

    /// <exception cref="GateInputException">The file cannot be read, or is no policy.</exception>
    internal static Policy ReadPolicy(string path)
    {
        try
        {
            return Policy.Parse(ReadBounded(path, Policy.MaxBytes, $"The policy {path}"));
        }
        catch (PolicyFormatException e)
        {
            throw new GateInputException($"The policy {path}, {e.Message}", e);
        }
    }

    /// <summary>Looks for the file before anything else is read, so that a mistyped name is not told as a missing bundle.</summary>
    /// <exception cref="GateInputException">There is no such file.</exception>
    internal static void Require(string path)
    {
        if (!File.Exists(path))
        {
            throw new GateInputException(Directory.Exists(path) ? $"The file {path} is a folder. Verify the files in it one by one." : $"The file {path} does not exist.");
        }
    }

    /// <summary>A bundle's bytes, at most one more than are allowed: judging them is the decision's business.</summary>
    /// <exception cref="GateInputException">The file cannot be read.</exception>
    internal static byte[] ReadBundle(string path, string? artifact) => ReadBounded(
        path,
        BundleFile.MaxBytes,
        artifact is null ? $"The status {path}" : $"The bundle {path}",
        artifact is null ? "" : $" Fetch the bundle that the vendor ships with {artifact}, or name it with --bundle.");

    /// <summary>SHA-256 of a file, read in pieces.</summary>
    /// <exception cref="GateInputException">The file cannot be read, or changes while it is read.</exception>
    internal static async Task<GateArtifact> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var piece = new byte[PieceSize];
            var left = file.Length;
            int read;
            while ((read = await file.ReadAsync(piece, cancellationToken)) > 0)
            {
                left -= read;
                if (left < 0)
                {
                    break;
                }

                hash.AppendData(piece, 0, read);
            }

            // A device or a pipe has no length; a file that grows or shrinks meanwhile is nothing to decide on.
            return left == 0
                ? new GateArtifact(Path.GetFileName(path), Digest.FromBytes(hash.GetHashAndReset()))
                : throw new GateInputException($"The file {path} changed while it was read, or is no regular file. Copy it to where nobody else writes, and verify the copy.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable($"The file {path}", e, "");
        }
    }

    internal static GateInputException Unreadable(string what, Exception e, string help) => new(
        e switch
        {
            FileNotFoundException or DirectoryNotFoundException => $"{what} does not exist.{help}",
            UnauthorizedAccessException => $"{what} cannot be opened: it is a folder, or you may not read it.{help}",
            _ => $"{what} cannot be read: {e.Message}{help}",
        },
        e);

    /// <summary>At most <paramref name="max"/> + 1 bytes of a file.</summary>
    internal static byte[] ReadBounded(string path, int max, string what, string help = "")
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            using var bytes = new MemoryStream();
            var piece = new byte[16 * 1024];
            int read;
            while (bytes.Length <= max && (read = file.Read(piece, 0, (int)Math.Min(piece.Length, max + 1 - bytes.Length))) > 0)
            {
                bytes.Write(piece, 0, read);
            }

            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(what, e, help);
        }
    }
}
