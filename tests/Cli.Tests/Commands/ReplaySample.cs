using System.Globalization;

namespace Kappa.Cli.Tests;

/// <summary>Answers of a worker about a replay of flight-delays.</summary>
internal static class ReplaySample
{
    public const string Root = "/api/v1/topologies/flight-delays";
    public const string Status = "GET " + Root + "/replay";
    public const string Start = "POST " + Root + "/replays";

    public const string Switched =
        """{"cut":124,"from":1,"to":2,"published":1206,"tombstones":3,"left":5,"atomic":true,"complete":true}""";

    public static string Of(string state, double percent = 68.47, string? error = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"topology":"flight-delays","version":2,"instance":"flight-delays.v2.i1","state":"{{{state}}}",
        "percent":{{{percent}}},"recordsDone":126003120,"recordsTotal":184203551,"recordsPerSecond":405112,
        "etaSeconds":144,"throttle":"auto","throttleFactor":0.86,
        "partitions":[{"partition":"flights/0","offset":71,"end":100,"recordsPerSecond":202556},
        {"partition":"flights/1","offset":52,"end":100,"recordsPerSecond":202556}],
        "startedAt":"2026-11-22T15:02:11Z","by":"ana","reason":"late from 15 minutes on",
        "error":{{{(error is null ? "null" : $"\"{error}\"")}}},
        "live":{"version":1,"lag":112,"p50Ms":4.25,"p99Ms":38},
        "asOf":{"topology":"flight-delays","version":2,"cut":123,"offsets":{"flights/0":71,"flights/1":52} }}
        """).ReplaceLineEndings("");
}
