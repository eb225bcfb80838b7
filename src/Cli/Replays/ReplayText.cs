using System.Globalization;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Words the status of a replay for people.</summary>
internal static class ReplayText
{
    private const int MostPartitions = 8;

    /// <summary><c>flight-delays v2  replaying</c>.</summary>
    public static string Title(ReplayStatus status) => string.Create(
        CultureInfo.InvariantCulture, $"{status.Topology} v{status.Version}  {status.State}");

    /// <summary><c>126.0M of 184.2M records   405k/s   ETA 2 min 24 s</c>.</summary>
    public static string Records(ReplayStatus status)
    {
        string text =
            $"{QuantityText.Short(status.RecordsDone)} of {QuantityText.Short(status.RecordsTotal)} records";
        return status.State != ReplayStatus.Replaying ? text
            : $"{text}   {QuantityText.Short(status.RecordsPerSecond)}/s   ETA " +
                $"{(status.EtaSeconds is { } eta ? QuantityText.Duration(eta) : "unknown")}";
    }

    /// <summary>Rounded down: only what is done is 100 %.</summary>
    public static string Percent(ReplayStatus status) => string.Create(
        CultureInfo.InvariantCulture, $"{ReplayProgress.FloorTenth(status.Percent):0.0} %");

    /// <summary>How far each partition is, the slowest first; empty where there is but one.</summary>
    public static string Partitions(ReplayStatus status)
    {
        (string Name, double Percent)[] all = [.. status.Json.Items("partitions")
            .Select(partition => (partition.Text("partition") ?? "", PercentOf(partition)))
            .OrderBy(partition => partition.Item2)];
        if (all.Length < 2)
        {
            return "";
        }

        string shown = string.Join("  ", all.Take(MostPartitions).Select(partition => string.Create(
            CultureInfo.InvariantCulture, $"{partition.Name} {Math.Floor(partition.Percent):0} %")));
        return all.Length > MostPartitions
            ? $"{shown}  and {all.Length - MostPartitions} further ones" : shown;
    }

    /// <summary><c>live v1   lag 112   p50 4 ms   p99 38 ms   throttle auto: 86 %</c>.</summary>
    public static string? Live(ReplayStatus status)
    {
        var parts = new List<string>();
        if (status.Json.Field("live") is { } live)
        {
            parts.Add($"live v{live.Text("version")}");
            Add("lag", live.Count("lag") is { } lag ? QuantityText.Full(lag) : null);
            Add("p50", Milliseconds(live.Number("p50Ms")));
            Add("p99", Milliseconds(live.Number("p99Ms")));
        }

        if (status.State is ReplayStatus.Replaying or ReplayStatus.Paused &&
            status.Json.Text("throttle") is { } throttle and not "none")
        {
            string factor = throttle == "auto" && status.Json.Number("throttleFactor") is { } share
                ? string.Create(CultureInfo.InvariantCulture, $": {share * 100:0} %") : "";
            parts.Add($"throttle {Rate.Text(throttle)}{factor}");
        }

        return parts.Count == 0 ? null : string.Join("   ", parts);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{name} {value}");
            }
        }
    }

    /// <summary>The whole status, as <c>kappa replay status</c> prints it.</summary>
    public static void Write(TopologySession session, ReplayStatus status)
    {
        CliContext context = session.Context;
        context.Out.WriteLine($"{Title(status)}   {Percent(status)}   {Records(status)}");
        string started = status.Json.Text("startedAt") is { } startedAt ? $"started {startedAt}   " : "";
        string by = status.Json.Text("by") is { Length: > 0 } who ? $"last changed by {Printable.Of(who)}" : "";
        string reason = status.Json.Text("reason") is { Length: > 0 } why ? $": {Printable.Of(why)}" : "";
        if (started.Length + by.Length > 0)
        {
            context.Out.WriteLine($"  {started}{by}{reason}".TrimEnd());
        }

        if (Live(status) is { } live)
        {
            context.Out.WriteLine("  " + live);
        }

        if (status.Error is { } error)
        {
            context.Out.WriteLine($"  stopped: {Printable.Of(error)}");
        }

        if (status.Json.Items("partitions").Any())
        {
            WritePartitions(context, status);
        }

        if (status.Json.Field("asOf") is { } asOf)
        {
            context.Out.WriteLine(AsOfText.Of(asOf));
        }

        session.PrintNext(Next(session, status));
    }

    /// <summary>What a wait for a replay came to.</summary>
    public static void WriteCaughtUp(TopologySession session, ReplayStatus status)
    {
        if (session.IsJson)
        {
            session.Context.Out.WriteLine(status.Json.GetRawText());
            return;
        }

        session.Context.Out.WriteLine(
            $"{status.Topology} v{status.Version} is {status.State}: {QuantityText.Full(status.RecordsDone)} records.");
        session.PrintNext(Next(session, status));
    }

    /// <summary>What a command made of a replay: <c>The replay of flight-delays v2 is paused at 68.4 %.</c></summary>
    public static void WriteChange(TopologySession session, ReplayStatus status, string change)
    {
        if (session.IsJson)
        {
            session.Context.Out.WriteLine(status.Json.GetRawText());
            return;
        }

        session.Context.Out.WriteLine($"The replay of {status.Topology} v{status.Version} {change}.");
        session.PrintNext(Next(session, status));
    }

    /// <summary>Says that the end of a command is not the end of its replay.</summary>
    public static void WriteDetached(TopologySession session)
    {
        session.Context.Error.WriteLine("Detached; the replay goes on.");
        session.PrintNext(
            session.Context.Error,
            new Remedy("watch it again", session.Command("replay watch")),
            new Remedy("pause it", session.Command("replay pause")));
    }

    /// <summary>What one may do with a replay in its state.</summary>
    public static Remedy[] Next(TopologySession session, ReplayStatus status) => status.State switch
    {
        ReplayStatus.Replaying =>
        [
            new("watch it", session.Command("replay watch")), new("pause it", session.Command("replay pause")),
        ],
        ReplayStatus.Paused => [new("go on", session.Command("replay resume"))],
        ReplayStatus.CaughtUp =>
        [
            new("compare", session.Command("replay diff")), new("switch", session.Command("replay cutover")),
        ],
        ReplayStatus.Stopped =>
        [
            new("try again", session.Command("replay resume")), new("give it up", session.Command("replay abort")),
        ],
        _ => [],
    };

    private static void WritePartitions(CliContext context, ReplayStatus status) => TextTable.Write(
        context, ["Partition", ">Offset", ">End", ">Done"],
        status.Json.Items("partitions").Select(partition => new[]
        {
            partition.Text("partition") ?? "",
            QuantityText.Full(partition.Count("offset") ?? 0),
            QuantityText.Full(partition.Count("end") ?? 0),
            string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(PercentOf(partition)):0} %"),
        }));

    private static double PercentOf(JsonElement partition)
    {
        if (partition.Number("percent") is { } percent)
        {
            return percent;
        }

        double end = partition.Number("end") ?? 0;
        return end <= 0 ? 100 : Math.Min(100, (partition.Number("offset") ?? 0) / end * 100);
    }

    private static string? Milliseconds(double? value) => value is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{number:0.#} ms") : null;
}
