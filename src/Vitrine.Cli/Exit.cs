using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Log;

namespace Vitrine.Cli;

/// <summary>The exit codes of every command, and what each fault comes to.</summary>
internal static class Exit
{
    /// <summary>Yes, or done.</summary>
    public const int Yes = 0;

    /// <summary>No: refused, different, findings, not found, unknown.</summary>
    public const int No = 1;

    /// <summary>Bad input or usage.</summary>
    public const int BadInput = 2;

    /// <summary>An internal fault.</summary>
    public const int Fault = 3;

    /// <summary>The code of a fault that a command did not answer itself, and its sentence.</summary>
    public static (int Code, string Message) Of(Exception error) => error switch
    {
        ActRefusedException => (No, error.Message),
        BadInputException or CentreUnusableException or KeyFileException => (BadInput, error.Message),
        CentreFaultException or LogFaultException or LedgerFormatException => (Fault, error.Message),
        OperationCanceledException => (Fault, "Stopped before it was done; nothing half-made was left."),
        CryptographicException => (BadInput, $"A key or encrypted file does not fit: {error.Message}"),
        UnauthorizedAccessException => (BadInput, $"{error.Message} Check who owns the folder and its mode."),
        IOException => (BadInput, error.Message),
        SqliteException { SqliteErrorCode: 13 } => (BadInput, "The disk is full. Nothing that was acknowledged is lost; make room and run the command again."),
        _ => (Fault, $"An internal fault, which is a defect of Vitrine: {error}"),
    };
}

/// <summary>What the user gave cannot be used; the message says what, where, and what to do.</summary>
internal sealed class BadInputException(string message) : Exception(message);
