using Kappa.Engine;
using Kappa.Graph;
using Kappa.Interpreter;
using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>One history, drawn from a seed: topologies, records, what is done when, and what goes wrong.</summary>
internal sealed class Simulation : IDisposable
{
    private readonly Random _random;
    private readonly FaultSites _sites;
    private readonly SimulatedClock _clock = new();
    private readonly Machine _machine;
    private readonly DrawnVersions _drawn;
    private readonly Versions _versions;
    private readonly Ledger _ledger;
    private readonly RecordDraw _records;
    private readonly bool _isCalm;
    private readonly bool _isBacklog;
    private readonly bool _switches;

    public Simulation(int seed, FaultSites sites)
    {
        (_random, _sites) = (new Random(seed), sites);
        sites.Revive();
        _machine = new Machine(_random, sites, _clock);
        _drawn = DrawnVersions.Draw(_random);
        _ledger = new Ledger(_drawn.Sources);
        _records = new RecordDraw(_random, _clock);
        _versions = new Versions(_drawn, _machine, new EngineDraw(_random, _machine, _clock), sites);
        (_isCalm, _isBacklog) = (_random.Next(5) == 0, _random.Next(5) == 0);
        _switches = !_isBacklog && _random.Next(2) == 0;
    }

    public TimeSpan Passed => _clock.Passed;

    public int Records => _ledger.Records;

    /// <summary>Lines that the judge and the engines agreed in.</summary>
    public int Lines { get; private set; }

    /// <summary>A digest of all that is in the log in the end.</summary>
    public string Trace { get; private set; } = "";

    public string Describe() => $"{_drawn.First.Describe()}\n{_drawn.Second.Describe()}";

    /// <summary>Runs it to its end, and judges.</summary>
    public void Run()
    {
        _sites.Phase = "boot";
        _machine.Boot();
        CreateTopics();
        for (int batches = _isBacklog ? _random.Next(1, 40) : 0; batches > 0; batches--)
        {
            Produce();
        }

        for (int steps = _random.Next(10, 60); steps > 0; steps--)
        {
            try
            {
                Step();
            }
            catch (Exception) when (_sites.HasFired)
            {
                Recover();
            }
        }

        Finish();
    }

    public void Dispose() => _machine.Dispose();

    private void Step()
    {
        switch (_random.Next(_isCalm ? 16 : 23))
        {
            case <= 5 when !_isBacklog:
                Produce();
                break;
            case <= 9:
                _versions.Run(_versions.Live, _random.Next(3) == 0 ? 1_000 : _random.Next(1, 4));
                break;
            case 10 when _versions.HasCuts:
                _versions.Run(3 - _versions.Live, _random.Next(1, 5));
                break;
            case 11 or 12:
                MoveClock();
                break;
            case 13:
                _versions.Close();
                break;
            case 14:
                _sites.Phase = "clean up";
                _machine.Inner.CleanUp();
                break;
            case 15 when _switches:
                _versions.Switch(_clock.GetUtcNow());
                break;
            case 16:
                _sites.Phase = "idle";
                _sites.Die("nothing", _random.Next(2) == 0 ? FaultKind.Kill : FaultKind.PowerCut);
                Recover();
                break;
            case > 16:
                FaultDraw.Arm(_random, _sites);
                break;
        }
    }

    private void CreateTopics()
    {
        foreach (DrawnSource source in _drawn.Sources)
        {
            _machine.Inner.CreateTopic(source.Topic, new TopicSettings { Partitions = source.Partitions });
        }
    }

    private void MoveClock() => _clock.Move(TimeSpan.FromMilliseconds(_random.Next(10) switch
    {
        0 => _random.Next(-5_000, 0),
        1 => _random.Next(3_600_000),
        _ => _random.Next(3_000),
    }));

    private void Produce()
    {
        _ledger.Settle(_machine.Inner);
        _sites.Phase = "produce";
        var batch = new List<SourceRecord>();
        DrawnSource source = _drawn.Sources[_random.Next(_drawn.Sources.Length)];
        for (int records = _random.Next(1, _random.Next(8) == 0 ? 60 : 8); records > 0; records--)
        {
            source = _random.Next(6) == 0 ? _drawn.Sources[_random.Next(_drawn.Sources.Length)] : source;
            batch.Add(_records.Next(source));
        }

        _ledger.Produce(_machine.Log, batch);
    }

    /// <summary>A fault has come: the process begins anew.</summary>
    private void Recover()
    {
        _sites.Phase = "recover";
        _versions.Forget();
        _machine.Restart();
    }

    /// <summary>Nothing goes wrong any more: everything is taken up, and is what it has to be.</summary>
    private void Finish()
    {
        Recover();
        _ledger.Settle(_machine.Inner);
        int live = _versions.Live;
        var engines = new StreamEngine[3];
        engines[live] = _versions.Run(live);
        engines[3 - live] = _versions.Run(3 - live);
        StreamEngine again = _versions.RunAgain(1, "again.");
        List<SourceRecord> records = _ledger.Read(_machine.Inner);
        List<InputSlice> slices = CutReading.Slices(_machine.Inner, _drawn.First.Name, records);
        for (int version = 1; version <= 2; version++)
        {
            Judge(version, Interpret(_drawn[version], slices), engines[version], "");
            if (_isBacklog && _drawn[version].Graph.Nodes.All(node => node.Traits.Timing == Timing.None))
            {
                Judge(version, InterpretBacklog(_drawn[version], records), engines[version], " over its backlog");
            }
        }

        InterpreterFindings.Of(Interpret(_drawn.First, slices), _ => true)
            .Require(EngineFindings.Of(again, _machine.Inner, "again."), "version 1 again");
        Trace = TopicReading.Digest(_machine.Inner);
    }

    private void Judge(int version, Interpretation interpretation, StreamEngine engine, string how)
    {
        IReadOnlyList<CutoverRecord> cutovers = _versions.Cutovers;
        Findings expected = InterpreterFindings.Of(interpretation, cut => Versions.LiveAt(cutovers, cut) == version);
        expected.Require(EngineFindings.Of(engine, _machine.Inner), $"version {version}{how}");
        Lines += expected.Lines;
    }

    private Interpretation Interpret(Topology topology, List<InputSlice> slices)
    {
        Interpretation interpretation = Interpreter(topology);
        slices.ForEach(interpretation.Take);
        return interpretation;
    }

    /// <summary>All records in the one order that is there without any cut.</summary>
    private Interpretation InterpretBacklog(Topology topology, List<SourceRecord> records)
    {
        Interpretation interpretation = Interpreter(topology);
        interpretation.Take(new Cut(1, 0, 0), InputOrder.OverBacklog(records));
        return interpretation;
    }

    private Interpretation Interpreter(Topology topology)
    {
        var partitions = _drawn.Sources.ToDictionary(source => source.Topic, source => source.Partitions);
        foreach (ISinkNode sink in topology.Graph.Sinks)
        {
            partitions[sink.Topic] = _machine.Inner.Find(sink.Topic)?.Partitions
                ?? _machine.Inner.Find($"again.{sink.Topic}")?.Partitions ?? 1;
        }

        return new Interpretation(topology, partitions);
    }
}
