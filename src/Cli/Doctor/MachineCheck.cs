using System.Runtime.InteropServices;

namespace Kappa.Cli;

/// <summary>What this is: Kappa, the runtime, the machine.</summary>
internal static class MachineCheck
{
    private const long LeastMemory = 1L << 30;

    public static IEnumerable<Finding> Look()
    {
        Version kappa = typeof(MachineCheck).Assembly.GetName().Version!;
        yield return Finding.Good("version", $"Kappa {kappa.ToString(3)}, {RuntimeInformation.FrameworkDescription}.");
        yield return OperatingSystem.IsLinux()
            ? Finding.Good("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}.")
            : Finding.Wrong("system", RuntimeInformation.OSDescription, "A worker runs on Linux.");
        yield return Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.ProcessorCount);
    }

    public static Finding Memory(long bytes, int cores)
    {
        string what = $"{bytes / (double)(1L << 30):0.0} GB of memory, {cores} {(cores == 1 ? "core" : "cores")}.";
        return bytes < LeastMemory
            ? Finding.Warning(
                "memory", what, "Give the process a gigabyte: caches of state alone take 512 MB where there is much.")
            : Finding.Good("memory", what);
    }
}
