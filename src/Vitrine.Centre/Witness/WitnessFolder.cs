using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A witness on disk: <c>key</c> (a secret), <c>logs</c> (which logs it takes checkpoints of), <c>cosigned/</c> and <c>forks/</c>.</summary>
/// <remarks>docs/formats/witness.md. <c>logs</c> is C2SP tlog-policy; its witnesses and quorum are not looked at.</remarks>
public sealed record WitnessFolder(string Folder)
{
    private string KeyPath => Path.Combine(Folder, "key");

    /// <summary>Where it says which logs it takes checkpoints of.</summary>
    public string LogsPath => Path.Combine(Folder, "logs");

    /// <summary>Makes a witness with a new key; gives its public key.</summary>
    /// <exception cref="CentreUnusableException">There is one already, or the folder cannot be written.</exception>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public NoteVerifier Make(string name)
    {
        var key = Cosigner.Generate(name);
        try
        {
            KeyFile.CreateFolder(Folder);
            Vitrine.Log.Witness.Create(Folder);
            KeyFile.Create(KeyPath, Encoding.UTF8.GetBytes(key.ToSecretText() + "\n"));
            DurableFile.Write(LogsPath, Encoding.UTF8.GetBytes(
                "# The logs whose checkpoints this witness takes, one a line: log NAME+KEYID+KEY, as the log publishes its key.\nquorum none\n"));
            return key.Verifier;
        }
        catch (LogExistsException)
        {
            throw new CentreUnusableException($"There is a witness in {Folder} already. A witness is never made anew: it must remember what it cosigned.");
        }
        catch (Exception error) when (error is LogException or IOException or UnauthorizedAccessException)
        {
            throw new CentreUnusableException($"The witness cannot be made in {Folder}: {error.Message}", error);
        }
    }

    /// <summary>Its private key.</summary>
    /// <exception cref="KeyFileException">There is none, it is open to others, or it is no witness's key.</exception>
    public Cosigner Key()
    {
        if (!Directory.Exists(Folder))
        {
            throw new KeyFileException($"There is no witness in {Folder}. Make one with: vitrine witness init NAME --dir {Folder}");
        }

        return Cosigner.TryParse(Encoding.UTF8.GetString(KeyFile.Read(KeyPath)).TrimEnd('\n'), out var key)
            ? key
            : throw new KeyFileException($"{KeyPath} is no witness's key: PRIVATE+KEY+name+keyid+key of type 04 is wanted.");
    }

    /// <summary>Which logs it takes checkpoints of.</summary>
    /// <exception cref="CentreUnusableException">The file cannot be read.</exception>
    public LogPolicy Logs() => LogPolicyFile.Read(LogsPath);

    /// <summary>Opens it to serve.</summary>
    /// <exception cref="KeyFileException">Its key cannot be used.</exception>
    /// <exception cref="CentreUnusableException">Its list of logs cannot be read, or no witness was made here.</exception>
    /// <exception cref="LogException">Another process serves it, or its files are damaged.</exception>
    public Vitrine.Log.Witness Open(TimeProvider time)
    {
        try
        {
            return Vitrine.Log.Witness.Open(Folder, Key(), Logs(), time);
        }
        catch (LogMissingException)
        {
            throw new CentreUnusableException($"{Path.Combine(Folder, "cosigned")} is missing: what this witness cosigned is lost. Restore it from a copy that is not older than its last answer, or make a new witness with a new key.");
        }
        catch (LogInUseException)
        {
            throw new CentreUnusableException($"Another process serves the witness in {Folder}.");
        }
    }
}
