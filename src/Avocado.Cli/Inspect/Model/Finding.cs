namespace Avocado.Cli.Inspect.Model;

/// <summary>Something that is bad.</summary>
/// <param name="Verdict">How it is bad; never <see cref="Model.Verdict.Ok"/>.</param>
/// <param name="Where">The part of the file, such as "partition 2 (gateway_1.0.0)"; empty for all of it.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Code">AVO and four digits, where the failure has a code.</param>
internal sealed record Finding(Verdict Verdict, string Where, string Message, string? Code = null);
