using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Vitrine.Artifacts;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Register;
using Vitrine.Release;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary>The exit codes of every command, and what each fault comes to.</summary>
internal static class Exit
{
    /// <summary>Yes, or done.</summary>
    public const int Yes = 0;

    /// <summary>No: refused, different, findings, not found, unknown.</summary>
    public const int No = 1;

    /// <summary>Bad input or usage; also a machine that lacks something: a tool, room on the disk, a right.</summary>
    public const int BadInput = 2;

    /// <summary>An internal fault: a defect, or a centre whose files are damaged.</summary>
    public const int Fault = 3;

    /// <summary>Stopped by whoever ran it, as shells number it (128 + SIGINT).</summary>
    public const int Stopped = 130;

    private const int NoSpace = 28;
    private const int QuotaUsed = 122;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>The code of a fault that a command did not answer itself, and its sentence.</summary>
    public static (int Code, string Message) Of(Exception error) => error switch
    {
        AggregateException { InnerException: { } inner } => Of(inner),
        ActRefusedException or AwaitingWitnessesException or SealFileNotFoundException or SealStoreException { Fault: SealStoreFault.NotFound } => (No, error.Message),
        SealRefusedException refused => (No, Refusal.Describe(refused.Problems)),
        SealStoreException { Fault: not SealStoreFault.Damaged } => (BadInput, error.Message),
        _ when Disk(error) is { } sentence => (BadInput, sentence),
        _ when StoreUnreachableException.IsIn(error) => (Fault, error.Message),
        CentreUnusableException { InnerException: LogCorruptException } => (Fault, error.Message),
        BadInputException or CentreUnusableException or KeyFileException or LogInUseException or LogBusyException or LogMissingException or LogSecretException or LogSourceException => (BadInput, error.Message),
        SealSourceException or SandboxException or SearchPatternException or GlobFormatException or SymbolsMissingException => (BadInput, error.Message),
        LogFaultException { InnerException: UnauthorizedAccessException } => (BadInput, $"{error.Message} Check who owns it, and its mode."),
        ArtifactFormatException artifact => (BadInput, $"{artifact.Format}: {artifact.Message}"),
        SealStoreException or SealFormatException or CentreFaultException or LogException or LedgerFormatException => (Fault, error.Message),
        FormatException or ListFormatException => (BadInput, error.Message),
        CryptographicException => (BadInput, $"A key or an encrypted file does not fit: {error.Message}"),
        UnauthorizedAccessException => (BadInput, $"{error.Message} Check who owns it, and its mode."),
        IOException => (BadInput, error.Message),
        SqliteException { SqliteErrorCode: 5 or 6 } => (BadInput, "Another process holds the centre's views. Run the command again when it has ended."),
        SqliteException { SqliteErrorCode: 11 or 26 } => (Fault, "The centre's views are damaged. They are made again from the ledger with: vitrine views rebuild"),
        OperationCanceledException => (Stopped, "Stopped before it was done. Nothing half-made was kept."),
        _ => (Fault, $"An internal fault, which is a defect of Vitrine: {error}"),
    };

    /// <summary>A full disk or a folder that takes no writing, wherever in a chain of causes it stands; null when it is neither.</summary>
    private static string? Disk(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case IOException when (cause.HResult & 0xffff) is NoSpace or QuotaUsed:
                case SqliteException { SqliteErrorCode: 13 }:
                    return $"The disk is full{At(error, cause)}. Nothing that was acknowledged is lost, and nothing half-made was kept; make room and run the command again.";
                case SqliteException { SqliteErrorCode: 8 or 10 or 14 }:
                    // SQLite tells neither path nor reason: the files beside a database need room and the right to be made.
                    return $"{error.Message} The disk is full, or the folder takes no writing: make room or give the right, and run the command again. Nothing that was acknowledged is lost.";
                case IOException when (cause.HResult & 0xffff) is ReadOnlyFileSystem:
                    return $"This cannot be written{At(error, cause)}: the file system is read-only. Make it writable, or use a centre that is.";
            }
        }

        return null;
    }

    private static string At(Exception error, Exception cause)
    {
        for (var fault = error; fault is not null; fault = fault.InnerException)
        {
            if (fault is LogFaultException { Path: var named })
            {
                return $" at {named}";
            }
        }

        return cause.Message.Split('\'') is [_, var path, ..] ? $" at {path}" : "";
    }
}

/// <summary>What the user gave cannot be used; the message says what, where, and what to do.</summary>
internal sealed class BadInputException(string message) : Exception(message);
