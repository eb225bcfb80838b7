using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>
/// All settings of a worker. The keys of the file, the environment variables, the schema, the table in
/// docs/configuration.md and what <c>kappa config init</c> writes come from here.
/// </summary>
internal static class SettingList
{
    /// <summary>The group whose keys are Kafka's own properties.</summary>
    public const string KafkaGroup = "kafka";

    private static readonly string[] Truth = ["true", "false"];

    public static WorkerSetting Directory { get; } = new(
        "state.dir", "--dir", "", "The data directory; it is made when it is missing.");

    public static WorkerSetting Threads { get; } = new(
        "processing.threads", "--threads", "one for each core", "Processing threads of each topology.")
    {
        Range = (1, 1024),
    };

    public static WorkerSetting TakeOver { get; } = new(
        "processing.takeOver", "--take-over", "false",
        "On a cluster: run the topologies though another worker does, which then stops.")
    {
        Choices = Truth,
    };

    public static WorkerSetting Listen { get; } = new(
        "http.listen", "--http", "127.0.0.1:8088",
        "Where the API answers, host:port; port 0 takes a free one.")
    {
        Check = (IsAddress, "an IP address or localhost with a port, such as 127.0.0.1:8088"),
        OlderVariable = "KAPPA_HTTP",
    };

    public static WorkerSetting Insecure { get; } = new(
        "http.insecure", "--insecure", "false", "Allow an address that other machines can reach, in clear text.")
    {
        Choices = Truth,
    };

    public static WorkerSetting LogForm { get; } = new(
        "log.form", "--log", "text", "How log lines are written; json is for machines.")
    {
        Choices = ["text", "json"],
        OlderVariable = "KAPPA_LOG",
    };

    public static WorkerSetting LogLevel { get; } = new(
        "log.level", "--log-level", "information", "What is written at least.")
    {
        Choices = ["information", "warning", "error"],
        OlderVariable = "KAPPA_LOG_LEVEL",
    };

    public static IReadOnlyList<WorkerSetting> All { get; } =
        [Directory, Threads, TakeOver, Listen, Insecure, LogForm, LogLevel];

    /// <summary>The groups of the file, Kafka's among them.</summary>
    public static IReadOnlyList<string> Groups { get; } =
        [.. All.Select(setting => setting.Key.Split('.')[0]).Append(KafkaGroup).Distinct()];

    private static bool IsAddress(string text)
    {
        try
        {
            ListenAddress.Parse(text);
            return true;
        }
        catch (KappaException)
        {
            return false;
        }
    }
}
