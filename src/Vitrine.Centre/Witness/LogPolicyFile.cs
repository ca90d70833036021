using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A file in the text of C2SP tlog-policy.</summary>
public static class LogPolicyFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="CentreUnusableException">There is none, or it is no policy; the message says where.</exception>
    public static LogPolicy Read(string path) => Parse(path, Bytes(path));

    /// <summary>The bytes of one, at most as many as a policy may have.</summary>
    /// <exception cref="CentreUnusableException">There is none, or it is too large.</exception>
    internal static byte[] Bytes(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length <= Policy.MaxBytes
            ? File.ReadAllBytes(path)
            : throw new CentreUnusableException(file.Exists ? $"{path} has {file.Length:N0} bytes; a log's policy has at most {Policy.MaxBytes:N0}." : $"There is no file {path}.");
    }

    internal static LogPolicy Parse(string path, byte[] bytes)
    {
        try
        {
            return LogPolicy.Parse(bytes);
        }
        catch (PolicyFormatException error)
        {
            throw new CentreUnusableException($"{path}, {error.Message}", error);
        }
    }
}
