using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Simulation.Tests;

/// <summary>A machine with a disk, and the process that runs on it until it ends.</summary>
internal sealed class Machine : IDisposable
{
    private readonly Random _random;
    private readonly FaultSites _sites;
    private readonly SimulatedClock _clock;
    private readonly SimulatedState _state;
    private readonly EmbeddedLogOptions _options;
    private readonly List<IDisposable> _running = [];
    private FaultyFileSystem _disk = new(tracksCrashes: true);
    private FaultyFileSystem? _left;
    private EmbeddedLog? _log;

    public Machine(Random random, FaultSites sites, SimulatedClock clock)
    {
        (_random, _sites, _clock) = (random, sites, clock);
        _state = new SimulatedState(new Random(random.Next()), sites);
        _options = new EmbeddedLogOptions
        {
            JournalBytes = 1 << random.Next(14, 18),
            SegmentBytes = 1 << random.Next(12, 18),
            CompactionBytes = 1,
        };
        sites.Dying = kind => _left = kind == FaultKind.PowerCut ? _disk.CrashImage(random) : _disk.Copy();
    }

    /// <summary>The log as the engine sees it.</summary>
    public SimulatedLog Log { get; private set; } = null!;

    /// <summary>The log without anything that fails.</summary>
    public EmbeddedLog Inner => _log!;

    public StateHome State => new("state", _state);

    public IFileSystem StateFiles => _state;

    /// <summary>Starts a process.</summary>
    public void Boot()
    {
        _log = EmbeddedLog.Open(new SimulatedFiles(_disk, _sites), "log", _options, _clock);
        Log = new SimulatedLog(_log, _sites);
    }

    /// <summary>What the process has open, to be closed with it.</summary>
    public T Add<T>(T opened)
        where T : IDisposable
    {
        _running.Add(opened);
        return opened;
    }

    /// <summary>Closes one thing of the process.</summary>
    public void Close(IDisposable opened)
    {
        _running.Remove(opened);
        opened.Dispose();
    }

    /// <summary>Ends what is left of the process, and starts another on what it has left.</summary>
    public void Restart()
    {
        if (_sites.HasBrokenDisk && !_sites.IsDead)
        {
            _sites.Die("disk error seen", _random.Next(2) == 0 ? FaultKind.Kill : FaultKind.PowerCut);
        }

        Dispose();
        (_disk, _left) = (_left ?? _disk.Copy(), null);
        _sites.Revive();
        Boot();
    }

    public void Dispose()
    {
        foreach (IDisposable opened in _running.AsEnumerable().Reverse().Append(_log).OfType<IDisposable>())
        {
            try
            {
                opened.Dispose();
            }
            catch (Exception) when (_sites.HasFired)
            {
                // The process ends anyway.
            }
        }

        _running.Clear();
        _log = null;
    }
}
