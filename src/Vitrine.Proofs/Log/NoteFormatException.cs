namespace Vitrine.Proofs;

/// <summary>Bytes are no signed note, no note key or no checkpoint, or a note is not signed as it must be.</summary>
public sealed class NoteFormatException : FormatException
{
    /// <summary>Says what is wrong and where.</summary>
    public NoteFormatException(NoteVerdict verdict, string message, int position = 0)
        : base(message)
    {
        Verdict = verdict;
        Position = position;
    }

    /// <summary>Why.</summary>
    public NoteVerdict Verdict { get; }

    /// <summary>The byte, counted from 0, at which reading stopped.</summary>
    public int Position { get; }
}
