using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// An instance that is divided among workers, all in this process: each share has an engine of its own, which is opened
/// anew now and then.
/// </summary>
internal sealed class DividedRun : IDisposable
{
    private readonly Func<Topology> _build;
    private readonly ILog _log;
    private readonly Random _random;
    private readonly EngineSettings _settings;
    private readonly TaskShare[] _shares;
    private readonly StreamEngine?[] _engines;
    private readonly Dictionary<TaskShare, string> _directories = [];
    private readonly ClockDues _dues = new();

    /// <summary>Divides the instance.</summary>
    /// <param name="build">Describes the topology.</param>
    /// <param name="log">The log.</param>
    /// <param name="settings">Of all shares; a live one gets one that makes the cuts.</param>
    /// <param name="random">Decides order, sizes and restarts.</param>
    /// <param name="directory">Below it each share has its state; null for state in memory.</param>
    public DividedRun(
        Func<Topology> build, ILog log, EngineSettings settings, Random random, string? directory = null)
    {
        (_build, _log, _settings, _random) = (build, log, settings, random);
        Division = InstanceDivision.Divide(build(), log, settings.Instance, workers: 2);
        string name = InstanceName.Of(build(), settings.Instance).ToString();
        TaskPlan plan = TaskPlan.Make(build(), name, log);
        TaskShare[] sequencer = settings.Role is LiveRole ? [TaskShare.Sequencer(Division)] : [];
        _shares = [.. Division.SharesOf(plan), .. sequencer];
        _engines = new StreamEngine?[_shares.Length];
        foreach (TaskShare share in directory is null ? [] : _shares)
        {
            _directories[share] = Path.Combine(directory!, share.Name);
        }
    }

    public Division Division { get; }

    /// <summary>How many shares there are.</summary>
    public int Count => _shares.Length;

    /// <summary>Whether two shares have stood at different cuts.</summary>
    public bool WereApart { get; private set; }

    /// <summary>Runs shares in a random order until none has anything to do.</summary>
    /// <param name="untilCut">The cut to stop at.</param>
    public void RunToEnd(long untilCut = long.MaxValue)
    {
        for (int idle = 0; idle < 2;)
        {
            idle = RunAll(untilCut) ? 0 : idle + 1;
        }
    }

    /// <summary>All rows of all stores, as <see cref="Observed.Stores(StreamEngine)"/> has them.</summary>
    public string Stores()
    {
        var rows = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        for (int share = 0; share < _shares.Length; share++)
        {
            string store = "";
            foreach (string line in Observed.Stores(Engine(share, long.MaxValue)).Split(Environment.NewLine))
            {
                store = line.StartsWith("store ", StringComparison.Ordinal) ? line : store;
                if (line != store && line.Length > 0)
                {
                    rows[store].Add(line);
                }
                else if (line.Length > 0)
                {
                    rows.TryAdd(store, []);
                }
            }
        }

        return Text(rows);
    }

    /// <summary>All rows of an instance that one engine runs, in the same form.</summary>
    public static string Stores(StreamEngine whole)
    {
        var rows = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string line in Observed.Stores(whole).Split(Environment.NewLine))
        {
            if (line.StartsWith("store ", StringComparison.Ordinal))
            {
                rows.Add(line, []);
            }
            else if (line.Length > 0)
            {
                rows.Last().Value.Add(line);
            }
        }

        return Text(rows);
    }

    public void Dispose()
    {
        foreach (StreamEngine? engine in _engines)
        {
            engine?.Dispose();
        }
    }

    private static string Text(SortedDictionary<string, List<string>> rows)
    {
        var text = new StringBuilder();
        foreach ((string store, List<string> lines) in rows)
        {
            text.AppendLine(store).AppendJoin(Environment.NewLine, lines.Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }

    private bool RunAll(long untilCut)
    {
        bool ran = false;
        foreach (int share in Enumerable.Range(0, _shares.Length).OrderBy(_ => _random.Next()).ToArray())
        {
            if (_random.Next(8) == 0)
            {
                _engines[share]?.Dispose();
                _engines[share] = null;
            }

            StreamEngine engine = Engine(share, untilCut);
            for (int runs = _random.Next(1, 4); runs > 0; runs--)
            {
                ran |= engine.RunOnce();
            }
        }

        WereApart |= _engines.Select(engine => engine!.Status.Cut.Number).Distinct().Count() > 1;
        return ran;
    }

    private StreamEngine Engine(int share, long untilCut)
    {
        if (_engines[share] is { } open && open.Role is FollowerRole { UntilCut: var until } && until != untilCut)
        {
            open.Dispose();
            _engines[share] = null;
        }

        return _engines[share] ??= StreamEngine.Open(_build(), _log, _settings with
        {
            Share = _shares[share],
            State = _directories.TryGetValue(_shares[share], out string? state) ? DiskState.In(state) : null,
            Role = _settings.Role is FollowerRole follower ? follower with { UntilCut = untilCut } : _settings.Role,
            Seams = _settings.Seams with { ClockDues = _dues },
            Threads = _random.Next(1, 4),
            Limits = _settings.Limits with { RunRecords = _random.Next(20, 400), InlineRecords = 0 },
        });
    }
}
