"""Holds what GitLab, Kubernetes and Netlify run to what it must have, and their scripts to the shell's own reading.

No linter for them can be had without asking a server: what is checked here is their form as their manuals have it.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
# What a job and a file of GitLab's may say; only what is used here, so that a slip of the pen is no key.
GITLAB_FILE = {"variables", "default", "stages"}
GITLAB_JOB = {
    "stage", "image", "rules", "script", "before_script", "artifacts", "parallel", "retry", "timeout", "resource_group",
}
ARTIFACTS = {"when", "reports", "expose_as", "paths", "expire_in"}

faults = []


def hold(name, true, what):
    if not true:
        faults.append(f"{name}: {what}")


def shell(name, text, interpreter="sh"):
    read = subprocess.run([interpreter, "-n"], input=text, text=True, capture_output=True)
    hold(name, read.returncode == 0, f"no shell can read this: {read.stderr.strip()}\n{text}")


def gitlab(path):
    text = (ROOT / path).read_text()
    file = yaml.safe_load(text)
    jobs = {key: job for key, job in file.items() if key not in GITLAB_FILE}
    hold(path, jobs, "no job")
    stages = file.get("stages", ["test"])
    for key, job in [*jobs.items(), ("default", file.get("default", {}))]:
        name = f"{path}: {key}"
        unknown = set(job) - GITLAB_JOB
        hold(name, not unknown, f"no keys of a job: {unknown}")
        lines = [*job.get("before_script", []), *job.get("script", [])]
        hold(name, all(isinstance(line, str) for line in lines), "a line of a script is no text")
        shell(name, "\n".join(map(str, lines)))
        artifacts = job.get("artifacts", {})
        hold(name, not set(artifacts) - ARTIFACTS, f"no keys of artifacts: {set(artifacts) - ARTIFACTS}")
        if key != "default":
            hold(name, "script" in job and job.get("rules"), "no script, or no rules")
            hold(name, job.get("stage", "test") in stages, "a stage that is none")
            only = all(set(rule) <= {"if", "when"} for rule in job["rules"])
            hold(name, only, "a rule that says something else than when")


def kubernetes(path):
    for job in yaml.safe_load_all((ROOT / path).read_text()):
        spec, pod = job["spec"], job["spec"]["template"]["spec"]
        hold(path, (job["apiVersion"], job["kind"]) == ("batch/v1", "Job"), "no job")
        hold(path, spec["completionMode"] == "Indexed", "not indexed")
        # A limit for each index is only taken where no pod is restarted in its place.
        hold(path, pod["restartPolicy"] == "Never" and "backoffLimit" not in spec, "an index has no limit of its own")
        (container,) = pod["containers"]
        env = {entry["name"]: entry["value"] for entry in container["env"]}
        hold(path, all(isinstance(value, str) for value in env.values()), "a value that is no text")
        hold(path, int(env["PARTS"]) == spec["completions"], "as many parts as indexes")
        hold(path, spec["maxFailedIndexes"] <= spec["completions"], "more failures than indexes")
        volumes = {volume["name"] for volume in pod["volumes"]}
        hold(path, {mount["name"] for mount in container["volumeMounts"]} <= volumes, "a volume that is none")
        shell(path, container["command"][2], "bash")


def netlify(path):
    build = tomllib.loads((ROOT / path).read_text())["build"]
    hold(path, set(build) == {"publish", "command", "environment"}, "keys of a build")
    shell(path, build["command"], "bash")


# A folder for each language of the comments.
new = sorted(folder.relative_to(ROOT) for folder in (ROOT / "src/cli/new").iterdir() if folder.is_dir())
hold("src/cli/new", len(new) > 1, "no folder of a language")
for folder in new:
    gitlab(f"{folder}/gitlab-pages.yml")
    netlify(f"{folder}/netlify.toml")
gitlab("src/write/server/gitlab-pages.yml")
gitlab("deploy/gitlab.yml")
kubernetes("deploy/kubernetes.yaml")
for fault in faults:
    print(fault, file=sys.stderr)
print(f"{3 + 2 * len(new)} files, {len(faults)} faults")
sys.exit(bool(faults))
