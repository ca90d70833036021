using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>A refusal as a page: what was refused, why, and what would help.</summary>
/// <param name="Trace">A number to give to the operator; only for internal faults.</param>
public sealed record ErrorView(Shell Shell, int Status, string What, string Why, ImmutableArray<string> Helps, string? Trace = null)
{
    /// <summary>The reader is known but may not do this.</summary>
    /// <param name="why">Which role or rule is missing, a sentence.</param>
    public static ErrorView Forbidden(Shell shell, string why) => new(
        shell,
        StatusCodes.Status403Forbidden,
        "You may not open this page.",
        why,
        ["Ask the person who runs the engagement to give you that part.", "If you have another account for that role, sign out and sign in with it."]);

    /// <summary>There is nothing here, or nothing that this reader may know of; both say the same.</summary>
    public static ErrorView NotFound(Shell shell) => new(
        shell,
        StatusCodes.Status404NotFound,
        "There is nothing at this address.",
        "Either the address is wrong, or what it names is not open to you. This page looks the same in both cases.",
        ["Check the address for a typing error.", "Go to the start page and look from there."]);

    /// <summary>Nobody is signed in, and the request was not one to come back to.</summary>
    public static ErrorView SignedOut(Shell shell) => new(
        shell,
        StatusCodes.Status401Unauthorized,
        "You are signed out.",
        "Nothing was recorded: this needs someone who is signed in.",
        ["Sign in and do it again."]);

    /// <summary>A form came without the token of this site.</summary>
    public static ErrorView Forged(Shell shell) => new(
        shell,
        StatusCodes.Status400BadRequest,
        "Nothing was recorded.",
        "The form was not sent from a page of this site, or the page was older than your sign-in.",
        ["Go back, load the page again and send it once more."]);

    /// <summary>A request that this site cannot read.</summary>
    public static ErrorView BadRequest(Shell shell, int status) => new(
        shell,
        status,
        "This request cannot be read.",
        "It is malformed or larger than this site takes.",
        ["Go back and send less, or load the page again."]);

    /// <summary>Something changed between reading and acting.</summary>
    /// <param name="why">What changed, a sentence.</param>
    public static ErrorView Conflict(Shell shell, string why) => new(
        shell,
        StatusCodes.Status409Conflict,
        "Nothing was recorded.",
        why,
        ["Go back, load the page again and see how things stand now.", "If your act still makes sense, do it again."]);

    /// <summary>What was done is on record, and readers of the public log do not see it yet.</summary>
    /// <param name="why">Which witnesses are missing, a sentence.</param>
    public static ErrorView Waiting(Shell shell, string why) => new(
        shell,
        StatusCodes.Status202Accepted,
        "It is recorded, and waits for witnesses.",
        why,
        ["Do not do it again: it is on record, and is published when enough witnesses have cosigned.", "The page of the log says who is missing."]);

    /// <summary>A fault of the program.</summary>
    public static ErrorView Fault(Shell shell, string trace) => new(
        shell,
        StatusCodes.Status500InternalServerError,
        "The page could not be made.",
        "Something went wrong inside the centre. An act that was shown to you as recorded is recorded; one that was not shown may or may not be.",
        ["Look at the page you came from before you act again.", "If it stays so, give the number below to the person who runs this centre."],
        trace);
}
