"""The arguments of `aws_sagemaker_hyper_parameter_tuning_job`, as far as a request sets them.

Facts read in the documentation of hashicorp/terraform-provider-aws (website/docs/r, 2026); that
`retry_strategy` is an attribute, in schemas taken from released providers. In a string: the
attributes of a block; a mapping: the blocks inside, each with its own.
"""

from typing import Any

Schema = tuple[str, dict[str, Any]]

_RANGE = ("name min_value max_value scaling_type", {})
_RANGES: Schema = (
    "",
    {
        "auto_parameters": ("name value_hint", {}),
        "categorical_parameter_ranges": ("name values", {}),
        "continuous_parameter_ranges": _RANGE,
        "integer_parameter_ranges": _RANGE,
    },
)
_OBJECTIVE: Schema = ("metric_name type", {})
_S3: Schema = (
    "attribute_names instance_group_names s3_data_distribution_type s3_data_type s3_uri",
    {"hub_access_config": ("hub_content_arn", {}), "model_access_config": ("accept_eula", {})},
)
_FILES: Schema = ("directory_path file_system_access_mode file_system_id file_system_type", {})
_PLACEMENT: Schema = (
    "enable_multiple_jobs",
    {"placement_specifications": ("instance_count ultra_server_id", {})},
)
_DEFINITION: Schema = (
    """
    definition_name enable_inter_container_traffic_encryption enable_managed_spot_training
    enable_network_isolation environment retry_strategy role_arn static_hyper_parameters
    """,
    {
        "algorithm_specification": (
            "algorithm_name training_image training_input_mode",
            {"metric_definitions": ("name regex", {})},
        ),
        "checkpoint_config": ("local_path s3_uri", {}),
        "hyper_parameter_ranges": _RANGES,
        "hyper_parameter_tuning_resource_config": (
            "allocation_strategy instance_count instance_type volume_kms_key_id volume_size_in_gb",
            {"instance_configs": ("instance_count instance_type volume_size_in_gb", {})},
        ),
        "input_data_config": (
            "channel_name compression_type content_type input_mode record_wrapper_type",
            {
                "data_source": ("", {"file_system_data_source": _FILES, "s3_data_source": _S3}),
                "shuffle_config": ("seed", {}),
            },
        ),
        "output_data_config": ("compression_type kms_key_id s3_output_path", {}),
        "resource_config": (
            """
            instance_count instance_type keep_alive_period_in_seconds training_plan_arn
            volume_kms_key_id volume_size_in_gb
            """,
            {
                "instance_groups": ("instance_count instance_group_name instance_type", {}),
                "instance_placement_config": _PLACEMENT,
            },
        ),
        "stopping_condition": (
            "max_pending_time_in_seconds max_runtime_in_seconds max_wait_time_in_seconds",
            {},
        ),
        "tuning_objective": _OBJECTIVE,
        "vpc_config": ("security_group_ids subnets", {}),
    },
)
SCHEMA: Schema = (
    "name tags",
    {
        "autotune": ("mode", {}),
        "config": (
            "random_seed strategy training_job_early_stopping_type",
            {
                "objective": _OBJECTIVE,
                "parameter_ranges": _RANGES,
                "resource_limits": (
                    "max_number_of_training_jobs max_parallel_training_jobs max_runtime_in_seconds",
                    {},
                ),
                "strategy_config": (
                    "",
                    {"hyperband_strategy_config": ("max_resource min_resource", {})},
                ),
                "tuning_job_completion_criteria": (
                    "target_objective_metric_value",
                    {
                        "best_objective_not_improving": (
                            "max_number_of_training_jobs_not_improving",
                            {},
                        ),
                        "convergence_detected": ("complete_on_convergence", {}),
                    },
                ),
            },
        ),
        "training_job_definition": _DEFINITION,
        "training_job_definitions": _DEFINITION,
        "warm_start_config": (
            "warm_start_type",
            {"parent_hyper_parameter_tuning_jobs": ("name", {})},
        ),
    },
)
