using System.Runtime.InteropServices;

namespace Kappa.Cli;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation, and ends the process at the second.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What a process answers that did not finish because of the signal.</summary>
    public int ExitCode { get; private set; } = Interrupted;

    /// <summary>Listens from now on.</summary>
    public void Listen()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Take(signal, Interrupted)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Take(signal, Terminated)));
    }

    /// <summary>Stops as a signal would.</summary>
    public void Stop() => _source.Cancel();

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Take(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            Environment.Exit(exitCode);
        }

        ExitCode = exitCode;
        _source.Cancel();
    }
}
