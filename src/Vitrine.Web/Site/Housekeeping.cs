using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;

namespace Vitrine.Web;

/// <summary>What the server does by itself: locks idle sessions, drafts advisories on what changed, anchors the ledger at least every five minutes.</summary>
public sealed partial class Housekeeping(OpenCentre centre, RoomDesk rooms, SignIns signIns, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnchorInterval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepInterval, centre.Time);
        var anchored = centre.Time.GetUtcNow();
        var followed = anchored;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await rooms.SweepAsync(stoppingToken);
                signIns.Sweep();
                if (centre.Time.GetUtcNow() - followed >= FollowInterval)
                {
                    followed = centre.Time.GetUtcNow();
                    await AdvisoryDesk.FollowAsync(centre, stoppingToken);
                }

                if (centre.Time.GetUtcNow() - anchored >= AnchorInterval)
                {
                    anchored = centre.Time.GetUtcNow();
                    await centre.AnchorAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server is closing; what was not anchored is when it starts again.
        }
        catch (CentreFaultException fault)
        {
            Log.Stopped(logger, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The centre has stopped recording; sessions are no longer locked, advisories no longer drafted and the ledger no longer anchored until the server is restarted.")]
        public static partial void Stopped(ILogger logger, Exception fault);
    }
}
