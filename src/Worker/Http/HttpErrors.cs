namespace Kappa.Worker;

/// <summary>The errors of queries and of the HTTP API, worded in one place.</summary>
internal static class HttpErrors
{
    public static KappaException UnknownTopology(string name, IEnumerable<string> known) => new(
        "KAP6201", ExitCodes.NotFound,
        $"This worker runs no topology '{name}'.{NearestName.Suggestion(name, known)} It runs {Names(known)}.",
        new Remedy("list topologies and stores", "kappa store ls"));

    public static KappaException UnknownKey(AsOf asOf, string store, string key, string? nearest) => new(
        "KAP6202", ExitCodes.NotFound,
        $"Store '{store}' of topology '{asOf.Topology}' v{asOf.Version} has no key '{key}' as of cut {asOf.Cut}." +
        (nearest is null ? "" : $" Did you mean '{nearest}'?"),
        new Remedy("list keys", $"kappa store scan {asOf.Topology} {store} --limit 20"));

    public static KappaException TokenMissing() => new(
        "KAP6203", ExitCodes.NotAllowed,
        "The request has no valid token. Send 'Authorization: Bearer TOKEN' with the token that the worker has left " +
        "in the file 'owner' of its data directory; commands find it there with --dir.");

    public static KappaException HostNotAllowed(string host) => new(
        "KAP6204", ExitCodes.NotAllowed,
        $"The request names host '{host}', which is not this worker: a page in a browser may have sent it. Use the " +
        "address that the worker printed.");

    public static KappaException BadParameter(string name, string value, string expected) => new(
        "KAP6205", ExitCodes.Usage, $"'{value}' is no value for {name}: it must be {expected}.");

    public static KappaException BodyRefused(string reason) => new(
        "KAP6208", ExitCodes.Usage,
        $"The request's body was not read to its end: {reason} Nothing was changed. Send it again, whole.");

    public static KappaException BadBody(string reason, string example) => new(
        "KAP6205", ExitCodes.Usage, $"The body is not what it must be, an object such as {example}: {reason}");

    public static KappaException BodyTooLarge(int most) => new(
        "KAP6214", ExitCodes.Usage,
        $"The request's body has more than {most} bytes, the most that is read here. Nothing was changed. Records " +
        "may be as many as you like: send them to /api/v1/topics/TOPIC/records.");

    public static KappaException UnknownField(string name, IReadOnlyList<string> known) => new(
        "KAP6215", ExitCodes.Usage,
        $"The body has a field '{name}', which means nothing here.{NearestName.Suggestion(name, known)} Nothing was " +
        $"changed. The fields are {Names(known)}.");

    public static KappaException MissingField(string name, string example) => new(
        "KAP6216", ExitCodes.Usage,
        $"The body has no field '{name}'. Nothing was changed. Send it, as in {example}.");

    public static KappaException MethodNotAllowed(string method, string path, string allowed) => new(
        "KAP6217", ExitCodes.Usage, $"{path} does not take {method}. It takes {allowed}.");

    public static KappaException RequestRefused(string reason) => new(
        "KAP6218", ExitCodes.Usage,
        $"The request is no HTTP/1.1 that can be answered: {reason} Nothing was changed. Correct the request.");

    public static KappaException NoSuchPath(string method, string path) => new(
        "KAP6209", ExitCodes.NotFound,
        $"There is nothing at {method} {path}. The API begins at /api/v1; docs/cli.md lists its paths.");

    public static KappaException Unexpected(Exception error) => new(
        "KAP6299", ExitCodes.Bug,
        $"This is a bug in Kappa: {error.GetType().Name}: {error.Message} The worker goes on. Please report it with " +
        "these facts.",
        error);

    public static KappaException VersionDoesNotRun(string topology, int version) => new(
        "KAP6211", ExitCodes.NotFound,
        $"Version {version} of topology '{topology}' does not run here, so it answers no queries.",
        new Remedy("see the versions", $"kappa version ls {topology}"));

    public static KappaException QueryTooLong(string store, TimeSpan limit) => new(
        "KAP6210", ExitCodes.TimedOut,
        $"A page of store '{store}' took longer than {limit.TotalSeconds:0} seconds. Ask for fewer rows with a " +
        "lower limit.");

    private static string Names(IEnumerable<string> known) => string.Join(", ", known.Select(name => $"'{name}'"));
}
