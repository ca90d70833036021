using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A file in the text of C2SP tlog-policy.</summary>
public static class LogPolicyFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="CentreUnusableException">There is none, or it is no policy; the message says where.</exception>
    public static LogPolicy Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > Policy.MaxBytes)
        {
            throw new CentreUnusableException(file.Exists ? $"{path} has {file.Length:N0} bytes; a log's policy has at most {Policy.MaxBytes:N0}." : $"There is no file {path}.");
        }

        try
        {
            return LogPolicy.Parse(File.ReadAllBytes(path));
        }
        catch (PolicyFormatException error)
        {
            throw new CentreUnusableException($"{path}, {error.Message}", error);
        }
    }
}
