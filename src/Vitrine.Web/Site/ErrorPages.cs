using Vitrine.Centre;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>Turns refusals and faults into pages that say what was refused, why, and what would help. Nothing of a fault leaves the server but a number.</summary>
public sealed partial class ErrorPages(RequestDelegate next, ILogger<ErrorPages> logger)
{
    public async Task InvokeAsync(HttpContext context, Visit visit)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted && error is not OperationCanceledException)
        {
            visit.Refresh();
            switch (error)
            {
                case ActRefusedException refusal:
                    await ShowAsync(context, ErrorView.Conflict(visit.Shell(context), refusal.Message));
                    break;
                case AwaitingWitnessesException waits:
                    await ShowAsync(context, ErrorView.Waiting(visit.Shell(context), waits.Message));
                    break;
                case SealFileNotFoundException:
                    await ShowAsync(context, ErrorView.NotFound(visit.Shell(context)));
                    break;
                case BadHttpRequestException bad:
                    await ShowAsync(context, ErrorView.BadRequest(visit.Shell(context), bad.StatusCode));
                    break;
                default:
                    Log.Fault(logger, context.TraceIdentifier, error);
                    await ShowAsync(context, ErrorView.Fault(visit.BareShell(), context.TraceIdentifier));
                    break;
            }
        }
    }

    /// <summary>Answers with an error page, and nothing of what was begun.</summary>
    public static Task ShowAsync(HttpContext context, ErrorView view)
    {
        context.Response.StatusCode = view.Status;
        return Page.Show<ErrorPage, ErrorView>(view, view.Status).ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Request {Trace} failed.")]
        public static partial void Fault(ILogger logger, string trace, Exception error);
    }
}
