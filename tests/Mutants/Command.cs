using System.Diagnostics;
using System.Text;

namespace Kappa.Mutants;

/// <summary>A process that has ended, or was ended.</summary>
/// <param name="Code">Its exit code; null where it did not end in time, or was ended early.</param>
/// <param name="Output">What it printed.</param>
internal sealed record Command(int? Code, string Output)
{
    /// <summary>For what it has printed; servers that a build starts keep its output open.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <summary>Runs a program.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="patience">Where it is over the program is ended by its id, with all that it started.</param>
    /// <param name="isEnough">Whether a line says all that there is to know: the program is ended then too.</param>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Command Run(
        string directory, Patience patience, Func<string, bool> isEnough, string file,
        params IEnumerable<string> arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments)
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                Environment = { ["DOTNET_TieredPGO"] = "0" }, // What is run for seconds is not worth to be measured.
            },
        };
        var output = new StringBuilder();
        ManualResetEventSlim enough = new(); // Neither is disposed: a line may come later still.
        CountdownEvent streams = new(2);
        void Read(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
            {
                streams.Signal();
                return;
            }

            lock (output)
            {
                output.Append(line.Data).Append('\n');
            }

            if (isEnough(line.Data))
            {
                enough.Set();
            }
        }

        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => enough.Set();
        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!enough.Wait(TimeSpan.FromSeconds(1)) && !IsOver(process, patience))
        {
            // It runs.
        }

        bool ended = process.HasExited;
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit(TimeSpan.FromMinutes(1));
        streams.Wait(Rest);
        process.CancelOutputRead();
        process.CancelErrorRead();
        lock (output)
        {
            return new Command(ended ? process.ExitCode : null, output.ToString());
        }
    }

    /// <summary>Runs what has to succeed.</summary>
    public static string Require(string directory, string file, params IEnumerable<string> arguments)
    {
        Command command = Run(directory, Patience.Endless, _ => false, file, arguments);
        return command.Code == 0 ? command.Output : throw new InvalidOperationException(
            $"{file} {string.Join(' ', arguments)} failed in {directory}:\n{command.Output}");
    }

    private static bool IsOver(Process process, Patience patience)
    {
        try
        {
            return patience.IsOver(process);
        }
        catch (InvalidOperationException)
        {
            return true; // It has exited.
        }
    }
}
