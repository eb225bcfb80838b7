using System.Globalization;
using Spectre.Console;

namespace Kappa.Cli;

/// <summary>
/// Shows on standard error how far a replay is: a bar on a terminal, elsewhere a line for each answer.
/// </summary>
internal static class ReplayProgress
{
    private const int LeastBar = 10;
    private const int MostBar = 40;

    /// <summary>Does work that tells how far the replay is.</summary>
    public static async Task<ReplayStatus> ShowAsync(
        CliContext context, Func<Action<ReplayStatus>, Task<ReplayStatus>> work)
    {
        if (!context.ErrorIsTerminal)
        {
            return await work(status =>
            {
                context.Error.WriteLine(Line(status, context.Time.GetUtcNow()));
                context.Error.Flush();
            });
        }

        IAnsiConsole console = TextTable.Open(context.Error, isTerminal: true, context.ErrorHasColor);
        return await console.Live(Text.Empty).StartAsync(live => work(status =>
        {
            live.UpdateTarget(new Rows(Lines(status, console.Profile.Width).Select(line => new Text(line))));
            live.Refresh();
        }));
    }

    /// <summary>A line for a log: fields and values, no escape codes.</summary>
    public static string Line(ReplayStatus status, DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture,
        $"time={time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} topology={status.Topology} version={status.Version} " +
        $"state={status.State} percent={FloorTenth(status.Percent):0.0} rate={status.RecordsPerSecond:0} " +
        $"eta={(status.EtaSeconds is { } eta ? string.Create(CultureInfo.InvariantCulture, $"{eta:0}s") : "unknown")}");

    /// <summary>What a terminal shows: the whole with a bar, its partitions, and the live version.</summary>
    /// <param name="status">How far it is.</param>
    /// <param name="columns">Width of the terminal; the bar takes what the rest leaves.</param>
    public static IEnumerable<string> Lines(ReplayStatus status, int columns)
    {
        (string title, string percent) = (ReplayText.Title(status), ReplayText.Percent(status));
        yield return $"{title}  {Bar(status.Percent, columns - title.Length - percent.Length - 5)}  {percent}";
        yield return "  " + ReplayText.Records(status);
        if (ReplayText.Partitions(status) is { Length: > 0 } partitions)
        {
            yield return "  " + partitions;
        }

        if (ReplayText.Live(status) is { } live)
        {
            yield return "  " + live;
        }

        if (status.State is ReplayStatus.Replaying or ReplayStatus.Paused)
        {
            yield return "  Ctrl-C detaches; the replay goes on.";
        }
    }

    /// <summary>Rounds down: what is not done must never read as done.</summary>
    internal static decimal FloorTenth(double percent) => Math.Floor((decimal)percent * 10) / 10;

    private static string Bar(double percent, int room)
    {
        int columns = Math.Clamp(room, LeastBar, MostBar);
        int full = (int)Math.Clamp(Math.Floor(percent / 100 * columns), 0, columns);
        return new string('━', full) + new string('─', columns - full);
    }
}
