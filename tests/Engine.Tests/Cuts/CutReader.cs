using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Follows a cut log from a cut on, as a version does, and compares with what was written.</summary>
internal sealed class CutReader : IDisposable
{
    private readonly CutLog _log;
    private readonly SliceRun _run;

    /// <param name="log">The log.</param>
    /// <param name="written">What was written.</param>
    /// <param name="first">How many cuts of it were read before.</param>
    public CutReader(ILog log, List<RecordedCut> written, int first)
    {
        Next = first;
        SourceTopic[] sources = [.. written[0].Sources.Topics];
        _log = first == 0 ? CutLog.Open(log, LiveHistory.Topology, sources, null, 0)
            : CutLog.Open(log, LiveHistory.Topology, sources, new CutSources(sources), written[first].CutLogOffset);
        _run = new SliceRun(_log.Sources.Count);
        _run.Begin(first == 0 ? Cut.Zero : written[first - 1].Cut, first == 0 ? new long[_run.Width]
            : written[first - 1].Ends);
    }

    /// <summary>How many cuts are read.</summary>
    public int Next { get; private set; }

    /// <summary>Reads on; some runs are bounded so that they end within a record.</summary>
    public void Read(List<RecordedCut> written, int most)
    {
        for (int reads = 0; reads < most && _log.TryRead(_run); reads++)
        {
            for (int slice = 0; slice < _run.Count; slice++)
            {
                RecordedCut expected = written[Next++];
                Assert.Equal(
                    LiveHistory.Text(expected.Cut, expected.Ends),
                    LiveHistory.Text(_run.Cut(slice), _run.Ends(slice)));
                Assert.Equal(expected.CutLogOffset + 1, _log.NextOffset);
            }

            _run.Begin(_run.LastCut, _run.LastEnds.ToArray());
        }
    }

    public void Dispose() => _log.Dispose();
}
