using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>A cluster of a kind that the product does not know: a log in memory, away at first.</summary>
/// <param name="log">The log.</param>
/// <param name="away">How often it does not answer.</param>
internal sealed class FakeCluster(ILog log, int away = 0) : ILogCluster
{
    private int _away = away;

    public string Servers => "fake:1";

    public void Reach(TimeSpan patience, TimeProvider time)
    {
        if (_away-- > 0)
        {
            throw new KappaException("KAP2502", ExitCodes.Unreachable, $"The cluster at {Servers} does not answer.");
        }
    }

    public ILog Open(Action<string>? notice, TimeProvider time)
    {
        notice?.Invoke("It keeps one copy.");
        return log;
    }
}
