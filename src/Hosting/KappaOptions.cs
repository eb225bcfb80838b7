using Kappa.Logs;

namespace Kappa.Hosting;

/// <summary>How the worker of a host runs; the section <c>Kappa</c> of the host's configuration sets it too.</summary>
public sealed class KappaOptions
{
    /// <summary>Name of the section of the configuration.</summary>
    public const string Section = "Kappa";

    /// <summary>The data directory: log and state; created where it is missing, and owned by this process.</summary>
    /// <value>The default is <c>kappa-data</c>, in the working directory.</value>
    public string Directory { get; set; } = "kappa-data";

    /// <summary>Where the HTTP API of the worker answers, which the command <c>kappa</c> uses.</summary>
    /// <value>
    /// A loopback address; port 0, the default, takes a free one, which the directory's owner file names.
    /// </value>
    public string Http { get; set; } = "127.0.0.1:0";

    /// <summary>Processing threads of each topology.</summary>
    /// <value>1 to 1,024. The default is one for each core.</value>
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>The version of each topology that is to be live at the first start.</summary>
    /// <value>Null, the default, for the highest.</value>
    public int? Version { get; set; }

    /// <summary>The cluster that is the log; not set by configuration.</summary>
    /// <value>Null, the default, for the embedded log. <c>KafkaCluster</c> is in Kappa.Kafka.</value>
    public ILogCluster? Cluster { get; set; }
}
