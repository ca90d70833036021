using System.Collections.Immutable;
using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A witness on disk: <c>key</c> (its secret, and what went before it), <c>logs</c> (which logs it takes checkpoints of), <c>cosigned/</c> and <c>forks/</c>.</summary>
/// <remarks>docs/formats/witness.md. <c>logs</c> is C2SP tlog-policy; its witnesses and quorum are not looked at.</remarks>
public sealed record WitnessFolder(string Folder)
{
    private const int MostSigning = 2;
    private const int MostRetired = 64;

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

    /// <summary>Its keys: a line each, those that sign first, the newest of them on top.</summary>
    /// <exception cref="KeyFileException">There is none, the file is open to others, or what is in it is no witness's key.</exception>
    public WitnessKeys Keys()
    {
        if (!Directory.Exists(Folder))
        {
            throw new KeyFileException($"There is no witness in {Folder}. Make one with: vitrine witness init NAME --dir {Folder}");
        }

        var lines = Encoding.UTF8.GetString(KeyFile.Read(KeyPath)).TrimEnd('\n').Split('\n');
        var signing = lines.TakeWhile(static line => Cosigner.TryParse(line, out _)).Select(Cosigner.Parse).ToImmutableArray();
        var retired = lines.Skip(signing.Length).TakeWhile(static line => NoteVerifier.TryParse(line, out var key) && key.Algorithm == NoteAlgorithm.Cosignature).Select(NoteVerifier.Parse).ToImmutableArray();
        if (signing.Length is 0 or > MostSigning || retired.Length > MostRetired || signing.Length + retired.Length != lines.Length)
        {
            throw new KeyFileException($"{KeyPath} is no witness's key: one line PRIVATE+KEY+name+keyid+key of type 04 is wanted, two while it changes, and below them name+keyid+key of each that it had before.");
        }

        NoteVerifier[] all = [.. signing.Select(static key => key.Verifier), .. retired];
        return all.Distinct().Count() == all.Length && all.All(key => key.Name == all[0].Name)
            ? new WitnessKeys(signing, retired)
            : throw new KeyFileException($"{KeyPath} has keys of several names, or one key twice.");
    }

    /// <summary>Puts a new key on top: from the next start the witness cosigns with both. Gives it.</summary>
    /// <exception cref="CentreUnusableException">It is being served, or changes its key already.</exception>
    /// <exception cref="KeyFileException">Its keys cannot be used.</exception>
    /// <exception cref="LogException">Its files are damaged.</exception>
    public NoteVerifier BeginRotation(TimeProvider time)
    {
        using var held = Open(time);
        var keys = Keys();
        if (keys.Signing.Length == MostSigning)
        {
            throw new CentreUnusableException($"This witness cosigns with two keys already. End the older one first ({keys.Verifiers[1]}): vitrine witness rotate --end --dir {Folder}");
        }

        if (keys.Retired.Length == MostRetired)
        {
            throw new CentreUnusableException($"This witness has had {MostRetired} keys before; make a new witness under another name.");
        }

        var next = Cosigner.Generate(keys.Signing[0].Verifier.Name);
        Write(keys with { Signing = [next, .. keys.Signing] });
        return next.Verifier;
    }

    /// <summary>Lets the older of two keys cosign no more; its secret is gone with this. Gives it.</summary>
    /// <inheritdoc cref="BeginRotation"/>
    public NoteVerifier EndRotation(TimeProvider time)
    {
        using var held = Open(time);
        var keys = Keys();
        if (keys.Signing.Length < MostSigning)
        {
            throw new CentreUnusableException($"This witness cosigns with one key. Make its next one first: vitrine witness rotate --dir {Folder}");
        }

        var ended = keys.Verifiers[1];
        Write(new WitnessKeys([keys.Signing[0]], [ended, .. keys.Retired]));
        return ended;
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
            return Vitrine.Log.Witness.Open(Folder, Keys(), Logs(), time);
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

    private void Write(WitnessKeys keys) => KeyFile.Replace(
        KeyPath, Encoding.UTF8.GetBytes(string.Concat(keys.Signing.Select(static key => key.ToSecretText()).Concat(keys.Retired.Select(static key => key.ToString())).Select(static line => line + "\n"))));
}
